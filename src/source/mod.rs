//! Bounded, confined reading of files: the only room that opens an input.
