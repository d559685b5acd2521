//! `weekbook new`.

use super::Status;
use super::args::NewArgs;
use super::report::Report;
use crate::starter::{self, NewError};

/// Begins a book in a folder.
pub fn new(args: &NewArgs, report: &mut Report) -> Status {
    match starter::begin(&args.folder) {
        Ok(paths) => {
            report.begun(&args.folder, &paths);
            Status::Done
        }
        Err(error @ NewError::NotEmpty { .. }) => {
            report.usage(&error.to_string(), Some("name a folder that is empty or not there yet"));
            Status::Usage
        }
        Err(error @ NewError::Machine { .. }) => {
            report.machine(&error.to_string());
            Status::Machine
        }
    }
}
