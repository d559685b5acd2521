use super::syntax::{Token, Tokens};
use super::{cmap, text_string};

fn tokens(stream: &[u8]) -> Result<usize, super::PdfError> {
    let mut tokens = Tokens::new(stream);
    let mut count = 0;
    while tokens.next()?.is_some() {
        count += 1;
    }
    Ok(count)
}

#[test]
fn no_token_is_skipped() {
    let mut all = Tokens::new(b"/Span<</A (\\(\\101\\r)/B[1 -.5]>>BDC % x\n<4 1>TJ");
    let mut next = || all.next().expect("sound").expect("a token");
    assert_eq!(next(), Token::Name(b"Span".to_vec()));
    let Token::Dictionary(items) = next() else { panic!("a dictionary") };
    assert_eq!(items[1], Token::String(b"(A\r".to_vec()));
    assert_eq!(items[3], Token::Array(vec![Token::Number(1.0), Token::Number(-0.5)]));
    assert_eq!(next(), Token::Operator(b"BDC"));
    assert_eq!(next(), Token::String(b"A".to_vec()));
    assert_eq!(next(), Token::Operator(b"TJ"));
    assert!(all.next().expect("sound").is_none());
}

#[test]
fn what_is_broken_is_no_end() {
    for broken in [&b"(abc"[..], b"[1 2", b"<4G>", b"<<1", b")", b"] 1", b"(a\\"] {
        assert!(tokens(broken).is_err(), "{broken:?}");
    }
    assert!(tokens(&b"[".repeat(100_000)).is_err());
    assert_eq!(tokens(b"(a(b)c) Tj").expect("sound"), 2);
}

#[test]
fn fonts_say_ranges_and_single_codes() {
    let map = cmap::texts(
        b"2 begincodespacerange <00> <7F> <0000> <FFFF> endcodespacerange 1 beginbfchar <41> <0042> endbfchar \
          2 beginbfchar <0001> <0041> <0002> <00660069> endbfchar 2 beginbfrange <0010> <0012> <0061> \
          <0020> <0021> [<0031> <D834DD1E>] endbfrange",
    )
    .expect("sound");
    let say = |code: u8| map.get(&[0, code]);
    assert_eq!([say(1), say(2), say(0x12), say(0x21), say(3)], [Some("A"), Some("fi"), Some("c"), Some("𝄞"), None]);
    assert_eq!(map.get(b"A"), Some("B"), "a code is told by its length as well");
    assert_eq!([&b"A"[..], b"\x80\0A", b"\x80"].map(|codes| map.length(codes)), [1, 2, 1]);
    assert!(cmap::texts(b"1 beginbfchar <0001> endbfchar").is_err());
}

#[test]
fn text_strings_have_three_forms() {
    assert_eq!(text_string(b"\xFE\xFF\x06\x44"), "ل");
    assert_eq!(text_string("\u{FEFF}é".as_bytes()), "é");
    assert_eq!(text_string(b"caf\xE9"), "café");
}
