//! Runs the pipeline and puts artefacts in place.

pub mod output;
