//! A CFF font made by hand: `A`, `B` and `C` are boxes 500 wide in an em of 1000.

fn u16s(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// The font file.
pub fn box_font() -> Vec<u8> {
    let mut head = vec![0; 54];
    head[..4].copy_from_slice(&[0, 1, 0, 0]);
    head[12..16].copy_from_slice(&0x5F0F_3CF5u32.to_be_bytes());
    head[18..20].copy_from_slice(&1000u16.to_be_bytes());
    let mut hhea = vec![0; 36];
    hhea[..8].copy_from_slice(&u16s(&[1, 0, 800, 0xFF38]));
    hhea[34..].copy_from_slice(&4u16.to_be_bytes());
    let mut os2 = vec![0; 96];
    os2[..6].copy_from_slice(&u16s(&[4, 500, 400]));
    let mut post = vec![0; 32];
    post[1] = 3;
    let tables: [(&[u8; 4], Vec<u8>); 9] = [
        (b"CFF ", cff()),
        (b"OS/2", os2),
        (b"cmap", cmap()),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", u16s(&[500, 0, 500, 0, 500, 0, 500, 0])),
        (b"maxp", u16s(&[0, 0x5000, 4])),
        (b"name", name()),
        (b"post", post),
    ];
    let mut font = b"OTTO".to_vec();
    font.extend(u16s(&[tables.len() as u16, 128, 3, 16]));
    let mut at = 12 + tables.len() * 16;
    for (tag, data) in &tables {
        font.extend_from_slice(*tag);
        for value in [0, at as u32, data.len() as u32] {
            font.extend(value.to_be_bytes());
        }
        at += data.len().next_multiple_of(4);
    }
    for (_, mut data) in tables {
        data.resize(data.len().next_multiple_of(4), 0);
        font.append(&mut data);
    }
    font
}

fn cmap() -> Vec<u8> {
    let mut out = u16s(&[0, 1, 3, 1, 0, 12]);
    // Format 4: `A` to `C`, then the end.
    out.extend(u16s(&[4, 32, 0, 4, 4, 1, 0, 0x43, 0xFFFF, 0, 0x41, 0xFFFF, 0u16.wrapping_sub(0x40), 1, 0, 0]));
    out
}

fn name() -> Vec<u8> {
    let texts = [(1, "Box"), (2, "Regular"), (6, "Box-Regular")];
    let (mut out, mut strings) = (u16s(&[0, 3, 6 + 3 * 12]), Vec::new());
    for (id, text) in texts {
        let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        out.extend(u16s(&[3, 1, 0x409, id, text.len() as u16, strings.len() as u16]));
        strings.extend(text);
    }
    out.extend(strings);
    out
}

fn index(objects: &[&[u8]]) -> Vec<u8> {
    let mut out = u16s(&[objects.len() as u16]);
    if objects.is_empty() {
        return out;
    }
    out.push(1);
    let mut offset = 1;
    out.push(offset);
    for object in objects {
        offset += object.len() as u8;
        out.push(offset);
    }
    out.extend(objects.concat());
    out
}

fn cff() -> Vec<u8> {
    let dict = |charset: usize, glyphs: usize, private: usize| {
        let number = |value: usize| [&[29][..], &(value as u32).to_be_bytes()].concat();
        [number(charset), vec![15], number(glyphs), vec![17], number(4), number(private), vec![18]].concat()
    };
    let front = |top: &[u8]| [&[1, 0, 4, 4][..], &index(&[b"Box"]), &index(&[top]), &index(&[]), &index(&[])].concat();
    let charset = front(&dict(0, 0, 0)).len();
    let charset_data = [&[0][..], &u16s(&[34, 35, 36])].concat();
    // 0 0 rmoveto 400 hlineto 700 vlineto -400 hlineto endchar
    let glyph = [139, 139, 21, 28, 1, 144, 6, 28, 2, 188, 7, 28, 0xFE, 0x70, 6, 14];
    let glyphs = index(&[&[14], &glyph, &glyph, &glyph]);
    let at = charset + charset_data.len();
    let top = dict(charset, at, at + glyphs.len());
    // The private dictionary: a default width of 500.
    [front(&top), charset_data, glyphs, vec![28, 1, 0xF4, 20]].concat()
}
