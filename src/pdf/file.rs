//! The file around the objects (ISO 32000-1, 7.5): object streams, the cross-reference stream, the identifier.
//!
//! The book's parts are serialised and compressed apart from each other, in any thread; each gives a [`Part`], and
//! [`File`] appends them. lopdf's own writer would need every object of the book in memory at once, and cannot
//! take a batch that is compressed already.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, dictionary};
use sha2::{Digest, Sha256};

use super::PdfError;
use super::object::{name, reference, write_dictionary, write_object};

/// How many objects share an object stream: enough to compress well, few enough for a reader to unpack one quickly.
pub const BATCH: usize = 256;

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Bytes from the start (of the part, then of the file).
    At(usize),
    /// In an object stream: its number, and the index in it.
    In(u32, u16),
}

/// Serialised objects whose numbers are known: a part of the file.
#[derive(Debug)]
pub struct Part {
    bytes: Vec<u8>,
    places: Vec<(u32, Place)>,
    batch: Vec<u8>,
    batched: Vec<(u32, usize)>,
    /// Number of the next object stream.
    container: u32,
}

impl Part {
    /// An empty part, whose object streams are numbered from `container` on.
    pub const fn new(container: u32) -> Self {
        Self { bytes: Vec::new(), places: Vec::new(), batch: Vec::new(), batched: Vec::new(), container }
    }

    /// How many numbers a part needs for the object streams of `objects` objects.
    pub const fn containers(objects: usize) -> usize {
        objects.div_ceil(BATCH)
    }

    /// Adds an object to the current object stream.
    pub fn object(&mut self, number: u32, object: &Object) {
        self.batched.push((number, self.batch.len()));
        write_object(&mut self.batch, object);
        if !self.batch.ends_with(b">") {
            self.batch.push(b' ');
        }
        if self.batched.len() == BATCH {
            self.flush();
        }
    }

    /// Adds a dictionary to the current object stream.
    pub fn dictionary(&mut self, number: u32, dict: Dictionary) {
        self.object(number, &Object::Dictionary(dict));
    }

    /// Adds a stream; `data` is as `dict`'s filter says.
    pub fn stream(&mut self, number: u32, mut dict: Dictionary, data: &[u8]) {
        dict.set("Length", data.len() as i64);
        self.places.push((number, Place::At(self.bytes.len())));
        self.bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        write_dictionary(&mut self.bytes, &dict);
        self.bytes.extend_from_slice(b"\nstream\n");
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Adds a stream and compresses it.
    pub fn deflated(&mut self, number: u32, mut dict: Dictionary, data: &[u8]) {
        dict.set("Filter", name("FlateDecode"));
        self.stream(number, dict, &deflate(data));
    }

    fn flush(&mut self) {
        if self.batched.is_empty() {
            return;
        }
        let container = self.container;
        self.container += 1;
        let count = self.batched.len();
        let mut data = Vec::with_capacity(self.batch.len() + self.batched.len() * 10);
        for (index, (number, offset)) in self.batched.drain(..).enumerate() {
            data.extend_from_slice(format!("{number} {offset} ").as_bytes());
            self.places.push((number, Place::In(container, index as u16)));
        }
        let first = data.len();
        data.append(&mut self.batch);
        self.deflated(
            container,
            dictionary! { "Type" => "ObjStm", "N" => count as i64, "First" => first as i64 },
            &data,
        );
    }

    /// Closes the last object stream. A part must be finished before it is appended.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.flush();
        self
    }
}

/// Compresses as `FlateDecode` undoes it, one thing after the other in the same memory.
pub struct Deflater(Compress);

impl Deflater {
    /// What compresses a book's streams: higher levels take longer for next to nothing.
    pub fn new() -> Self {
        Self(Compress::new(Compression::new(6), true))
    }

    /// Compresses one stream.
    pub fn deflate(&mut self, data: &[u8]) -> Vec<u8> {
        self.0.reset();
        // Data that does not compress is stored in blocks, with a few bytes around each.
        let mut out = Vec::with_capacity(data.len() + data.len() / 1000 + 64);
        loop {
            let read = self.0.total_in() as usize;
            let status = self.0.compress_vec(&data[read..], &mut out, FlushCompress::Finish);
            match status.expect("deflate takes any input") {
                Status::StreamEnd => break,
                Status::Ok | Status::BufError => out.reserve(data.len() / 2 + 64),
            }
        }
        out.shrink_to_fit();
        out
    }
}

/// Compresses as `FlateDecode` undoes it.
pub fn deflate(data: &[u8]) -> Vec<u8> {
    Deflater::new().deflate(data)
}

/// A file being put together.
#[derive(Debug)]
pub struct File {
    bytes: Vec<u8>,
    places: Vec<(u32, Place)>,
}

impl File {
    /// The header: version 1.7, and four bytes that tell transfer programs it is binary.
    pub fn new() -> Self {
        Self { bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), places: Vec::new() }
    }

    /// Appends a part.
    pub fn append(&mut self, part: Part) {
        let part = part.finish();
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&part.bytes);
        self.places.extend(part.places.into_iter().map(|(number, place)| {
            (number, if let Place::At(offset) = place { Place::At(start + offset) } else { place })
        }));
    }

    /// Writes the cross-reference stream and what follows it. `permanent` is what the book is, for the first half
    /// of the identifier; the second half is a hash of the content.
    pub fn finish(mut self, root: u32, info: u32, permanent: &str) -> Result<Vec<u8>, PdfError> {
        let number = self.places.iter().map(|(number, _)| *number).max().unwrap_or(0) + 1;
        let offset = self.bytes.len();
        if u32::try_from(offset).is_err() {
            return Err(PdfError::TooLarge);
        }
        self.places.push((number, Place::At(offset)));
        let content = Sha256::digest(&self.bytes);
        let book = Sha256::digest(permanent.as_bytes());
        let id = |hash: &[u8]| Object::String(hash[..16].to_vec(), lopdf::StringFormat::Hexadecimal);
        let rows = rows(&self.places, number as usize + 1);
        let dict = dictionary! {
            "Type" => "XRef",
            "Size" => i64::from(number) + 1,
            "W" => vec![1.into(), 4.into(), 2.into()],
            "Root" => reference(root),
            "Info" => reference(info),
            "ID" => vec![id(&book), id(&content)],
            "DecodeParms" => dictionary! { "Predictor" => 12, "Columns" => ROW as i64 },
        };
        let mut part = Part::new(0);
        part.deflated(number, dict, &predicted(&rows));
        self.bytes.append(&mut part.bytes);
        self.bytes.extend_from_slice(format!("startxref\n{offset}\n%%EOF\n").as_bytes());
        Ok(self.bytes)
    }
}

/// Bytes of a row of the cross-reference stream.
const ROW: usize = 7;

/// The rows of the cross-reference stream. A number that no object has is free for ever.
fn rows(places: &[(u32, Place)], size: usize) -> Vec<[u8; ROW]> {
    let row = |kind: u8, second: u32, third: u16| {
        let (s, t) = (second.to_be_bytes(), third.to_be_bytes());
        [kind, s[0], s[1], s[2], s[3], t[0], t[1]]
    };
    let mut rows = vec![row(0, 0, u16::MAX); size];
    for &(number, place) in places {
        rows[number as usize] = match place {
            Place::At(offset) => row(1, offset as u32, 0),
            Place::In(container, index) => row(2, container, index),
        };
    }
    rows
}

/// PNG's "up" prediction: each row less the row above, which makes runs of consecutive entries compress to nothing.
fn predicted(rows: &[[u8; ROW]]) -> Vec<u8> {
    let mut above = [0; ROW];
    let mut out = Vec::with_capacity(rows.len() * (ROW + 1));
    for row in rows {
        out.push(2);
        out.extend(row.iter().zip(above).map(|(a, b)| a.wrapping_sub(b)));
        above = *row;
    }
    out
}

/// The first eight bytes of a hash, for names that derive from content.
pub fn short_hash(parts: &[&[u8]]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize()[..8].iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_finds_every_object() {
        let mut part = Part::new(900);
        part.dictionary(1, dictionary! { "Type" => "Catalog", "Pages" => reference(2) });
        part.dictionary(2, dictionary! { "Type" => "Pages", "Kids" => Object::Array(vec![]), "Count" => 0 });
        for n in 0..300 {
            part.dictionary(10 + n, dictionary! { "N" => i64::from(n) });
        }
        part.deflated(500, dictionary! {}, b"some data");
        let mut file = File::new();
        file.append(part);
        let bytes = file.finish(1, 10, "urn:x").expect("small");
        let doc = lopdf::Document::load_mem(&bytes).expect("loads");
        assert_eq!(doc.version, "1.7");
        for n in 0..300 {
            let dict = doc.get_dictionary((10 + n, 0)).expect("there");
            assert_eq!(dict.get(b"N").and_then(Object::as_i64).expect("number"), i64::from(n));
        }
        let stream = doc.get_object((500, 0)).and_then(Object::as_stream).expect("stream");
        assert_eq!(stream.decompressed_content().expect("inflates"), b"some data");
    }
}
