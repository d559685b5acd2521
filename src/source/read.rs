//! Bytes of a file, no more than its kind may have, and their text.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::{Limit, SourceError};
use crate::diagnostic::SourceText;

/// Reads a regular file. Devices and pipes are refused before they are opened: reading them might never end.
pub(super) fn file(path: &Path, shown: &str, limit: Limit) -> Result<Vec<u8>, SourceError> {
    let unreadable = |error| SourceError::Unreadable { path: shown.to_owned(), error };
    let about = path.metadata().map_err(unreadable)?;
    if !about.is_file() {
        return Err(SourceError::NotAFile { path: shown.to_owned() });
    }
    // A byte more, so that the end is found without asking for room.
    let room = about.len().min(limit.bytes) + 1;
    bounded(&mut File::open(path).map_err(unreadable)?, room, shown, limit)
}

/// Reads to the end, or to the bound; `room` is how many bytes are expected.
pub(super) fn bounded(input: &mut dyn Read, room: u64, shown: &str, limit: Limit) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
    let read = input.take(limit.bytes + 1).read_to_end(&mut bytes);
    read.map_err(|error| SourceError::Unreadable { path: shown.to_owned(), error })?;
    if bytes.len() as u64 > limit.bytes {
        return Err(SourceError::TooLarge { path: shown.to_owned(), limit });
    }
    Ok(bytes)
}

/// The text of a file, without a byte order mark.
pub(super) fn decode(name: &str, mut bytes: Vec<u8>) -> Result<Arc<SourceText>, SourceError> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceText::new(name, text)),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let guess = guess(error.as_bytes());
            // Up to the first bad byte the replaced text is the file's own, so the offset is good in both.
            let text = SourceText::new(name, String::from_utf8_lossy(error.as_bytes()));
            Err(SourceError::NotUtf8 { text, offset, guess })
        }
    }
}

/// What bytes that are not UTF-8 probably are.
fn guess(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        "the file looks like UTF-16"
    } else if bytes.contains(&0) {
        "the file looks like binary data"
    } else {
        "the file looks like an older encoding, such as Windows-1252 or Windows-1256"
    }
}
