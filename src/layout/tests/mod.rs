//! Layout of small hand-made flows, set in a face of fixed width so that numbers are round.

mod audit;
mod book;
mod columns;
mod floats;
mod flowing;
mod furniture;
mod ink;
mod lists;
mod notes;
mod properties;
mod real;
mod references;
mod stacked;
mod structure;
mod styles;
mod tables;
mod typewriter;
mod wrap;

use book::{Book, Part, margin, outline, page, words};
