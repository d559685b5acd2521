//! How large an input may be. Every bound of reading stands here, with the words its error uses.

/// The bound on one kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What kind of file it bounds, as an error says it: "an image".
    pub what: &'static str,
    /// The most bytes it may have.
    pub bytes: u64,
}

const MIB: u64 = 1024 * 1024;

/// The manifest.
pub const MANIFEST: Limit = Limit { what: "a manifest", bytes: 16 * MIB };
/// A dispatch or another page of Markdown.
pub const TEXT: Limit = Limit { what: "a text file", bytes: 4 * MIB };
/// A style sheet.
pub const STYLE: Limit = Limit { what: "a style sheet", bytes: MIB };
/// An image.
pub const IMAGE: Limit = Limit { what: "an image", bytes: 64 * MIB };
/// A font.
pub const FONT: Limit = Limit { what: "a font", bytes: 32 * MIB };

/// The most files that one pattern may match.
pub const GLOB_MATCHES: usize = 100_000;
/// The most folders and files that are looked at for one pattern.
pub const GLOB_VISITS: usize = 1_000_000;
/// How deep folders are searched.
pub const GLOB_DEPTH: usize = 64;
/// The longest path or pattern in bytes.
pub const PATH_BYTES: usize = 4096;

impl Limit {
    /// The bound as people say it: "16 MiB".
    pub fn size(self) -> String {
        format!("{} MiB", self.bytes / MIB)
    }
}
