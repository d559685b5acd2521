//! PDF syntax (ISO 32000-1, 7.3): lopdf's objects as bytes, and the few values that need care.

use lopdf::{Dictionary, Object, StringFormat};

/// Writes an object as it stands in a file or an object stream.
pub fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        // Rust's display of a float has neither exponent nor trailing zeros, as 7.3.3 asks.
        Object::Real(value) => {
            let value = if value.is_finite() { *value } else { 0.0 };
            out.extend_from_slice(value.to_string().as_bytes());
        }
        Object::Name(name) => write_name(out, name),
        Object::String(text, format) => write_string(out, text, *format),
        Object::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 && !delimited(item) {
                    out.push(b' ');
                }
                write_object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dict) => write_dictionary(out, dict),
        // A stream is never a direct object; its own writer is `File::stream`.
        Object::Stream(stream) => write_dictionary(out, &stream.dict),
        Object::Reference((number, generation)) => {
            out.extend_from_slice(format!("{number} {generation} R").as_bytes());
        }
    }
}

/// Writes a dictionary.
pub fn write_dictionary(out: &mut Vec<u8>, dict: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in dict {
        write_name(out, key);
        if !delimited(value) {
            out.push(b' ');
        }
        write_object(out, value);
    }
    out.extend_from_slice(b">>");
}

/// Whether an object begins with a delimiter, so that nothing need part it from what goes before.
const fn delimited(object: &Object) -> bool {
    matches!(
        object,
        Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_) | Object::Stream(_)
    )
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if (33..=126).contains(&byte) && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_string(out: &mut Vec<u8>, text: &[u8], format: StringFormat) {
    match format {
        StringFormat::Literal => write_literal(out, text),
        StringFormat::Hexadecimal => {
            out.push(b'<');
            for byte in text {
                out.extend_from_slice(format!("{byte:02X}").as_bytes());
            }
            out.push(b'>');
        }
    }
}

/// Writes a literal string (7.3.4.2).
pub fn write_literal(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'(');
    text.iter().for_each(|byte| write_literal_byte(out, *byte));
    out.push(b')');
}

/// Writes a byte of a literal string.
pub fn write_literal_byte(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        // An end of line within a string reads as a line feed, whatever it was.
        b'\r' => out.extend_from_slice(b"\\r"),
        _ => out.push(byte),
    }
}

/// A text string (7.9.2.2): ASCII as it is, all else UTF-16 with a byte order mark.
pub fn text(text: &str) -> Object {
    Object::String(text_bytes(text), StringFormat::Literal)
}

/// The bytes of a text string.
pub fn text_bytes(text: &str) -> Vec<u8> {
    if text.bytes().all(|b| (0x20..0x7F).contains(&b)) {
        return text.as_bytes().to_vec();
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

/// A byte string as it is.
pub fn bytes(bytes: impl Into<Vec<u8>>) -> Object {
    Object::String(bytes.into(), StringFormat::Literal)
}

/// A name.
pub fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A reference to an object of generation 0.
pub const fn reference(number: u32) -> Object {
    Object::Reference((number, 0))
}

/// A number to the thousandth: a whole one without a point.
pub fn number(value: f64) -> Object {
    let rounded = round(value);
    if rounded.fract() == 0.0 && rounded.abs() < 1e9 {
        Object::Integer(rounded as i64)
    } else {
        Object::Real(rounded as f32)
    }
}

/// A value to the thousandth; zero for what is not a number.
pub fn round(value: f64) -> f64 {
    if value.is_finite() { (value * 1000.0).round() / 1000.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn written(object: &Object) -> String {
        let mut out = Vec::new();
        write_object(&mut out, object);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn objects_are_parted_only_where_they_must() {
        let dict = dictionary! {
            "Type" => "Page", "N" => 3, "Kids" => vec![reference(7), 1.into(), name("A b"), number(0.5)],
        };
        assert_eq!(written(&dict.into()), "<</Type/Page/N 3/Kids[7 0 R 1/A#20b 0.5]>>");
    }

    #[test]
    fn strings_survive_whatever_they_hold() {
        assert_eq!(written(&text("a(b)\\")), "(a\\(b\\)\\\\)");
        let mut out = Vec::new();
        write_object(&mut out, &bytes(vec![b'\r', 0, 255]));
        assert_eq!(out, b"(\\r\0\xFF)");
        assert_eq!(text_bytes("é"), [0xFE, 0xFF, 0, 0xE9]);
        assert_eq!(text_bytes("𝄞").len(), 6);
    }

    #[test]
    fn numbers_are_short_and_finite() {
        assert_eq!(written(&number(12.0)), "12");
        assert_eq!(written(&number(0.1 + 0.2)), "0.3");
        assert_eq!(written(&number(f64::NAN)), "0");
        assert_eq!(written(&number(-0.0004)), "0");
    }
}
