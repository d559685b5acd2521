"""Arabic where readers that guess its order go wrong: lines of one short word and its stop, words among Latin text, and the
signs around them. Their guesses go by the directions of neighbours, so what stands beside what is chosen with care."""
import os

from .books import Book

MANIFEST = """weekbook: 1
title: Directions
publisher: Desk
language: en
authors: [Desk]
identifier: urn:uuid:00000000-0000-4000-8000-00000000a4ab
date: 2026-01-01
sources:
  wire: {name: The Wire, url: "https://wire.example/"}
dispatches:
- {file: latin.md, title: Words within, date: 2011-03-15, source: wire, language: en}
- {file: arabic.md, title: الجسر القديم, date: 2011-03-16, source: wire, language: ar}
"""
LATIN = """The word كما ("as") and نور, then (كتاب) and a «نور» or لو, if.

The long words العلم نور والجهل ("knowledge") are there, and العلم نور والجهل, then.

In the year 1915 كما. And في? No: **و**.

(كتاب), "لو"; كما.
"""
ARABIC = """كما.

عاد.

و.

لو!

«كما».

(كما.)

كما؟

كما جاء في الخبر.

في 1915.

كما قال Ali.

عاد 1915 ثم جاء Ali Hassan (كما قيل) ومعه كتاب.
"""


def arabic(report, weekbook, tmp):
    for name, text in (('manifest.yaml', MANIFEST), ('latin.md', LATIN), ('arabic.md', ARABIC)):
        with open(os.path.join(tmp, name), 'w', encoding='utf-8') as f:
            f.write(text)
    book = Book(report, weekbook, 'arabic', os.path.join(tmp, 'manifest.yaml'), tmp)
    if book.check('build', book.build):
        book.pdfs()
        book.texts()
