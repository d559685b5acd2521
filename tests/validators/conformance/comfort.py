"""Books that are hard to show on a small screen, from left to right and from right to left, as readers set them."""
import os
import shutil

from .books import Book
from .harness import ROOT

LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
BOOK = """weekbook: 1
title: {title}
language: {language}
slug: {slug}
authors: ["{name}"]
publisher: "{name}"
description: "{name}"
rights: "{name}"
date: 2017-04-17
highlights: ["{title}", "{name}"]
figures: [{{value: "12,500", label: "{name}"}}]
sources: {{ap: {{name: "{name}", url: "https://example.org/", reliability: B}}}}
weeks: {{2017-W15: {{title: "{title}", summary: "{name}"}}}}
style: own.css
dispatches:
  - {{file: a.md, title: "{long}", date: 2017-04-13, source: ap, byline: "{name}", place: "{name}", credibility: 2, kind: video, tags: [water],
     corrections: [{{date: 2017-04-14, text: "{name}"}}]}}
  - {{body: "{name}", title: "{title}", date: 2017-04-14, source: ap}}
"""
# Everything that could get in a reader's way.
STYLE = """@import "book";
body { color: #222; background: #fffef8; font-size: 9pt; line-height: 11pt; text-align: justify }
p { font-family: "Source Sans 3"; hyphens: auto }
.kicker { color: #8a1c1c; font-size: 8pt }
.credit { color: #444; background: #eee }
.callout { background: #fff3c4; border: 1px solid #222; padding: 6px }
.dispatch h2 { background: #123; color: white }
"""


def table(columns, head):
    rows = ['| ' + ' | '.join(f'{head} {i}' if ' ' in head else f'{head}{i}' for i in range(columns)) + ' |', '|' + '---|' * columns]
    return '\n'.join(rows + ['| ' + ' | '.join(str(r * i * 137) for i in range(columns)) + ' |' for r in range(30)])


ENGLISH = f"""# Heading

Text with a note[^n], `code_that_is_quite_long_indeed_without_a_break_anywhere()`, {LONG}, and
https://example.org/a/very/long/address/that/does/not/end/for/a/while/index.html?query=1.

{table(12, 'Governorate')}

{table(3, 'Column')}

| Place | People displaced[^n] | Checked by | Note |
|---|---|---|---|
| Governorate North | 12,500 | the desk, twice | |
| Hamlet | | nobody | reported by telephone, in parts unintelligible |

![A portrait](al-hadba.jpg "A caption") {{credit=Nobody}}

![A drawing](water-need.svg)

```
fn main() {{ println!("a line that is longer than a phone is wide, much longer than a phone is wide"); }}
```

> [!WARNING]
> A callout with text.

- [ ] open task
- [x] done task
    - nested
        - more nested
            - deeply nested with some text to be read

> quoted
> > quoted in a quote

Term
: Definition of it.

[^n]: A note with words.
"""
ARABIC = f"""## عنوان

نص قبل الجدول مع حاشية[^n] و`code` وكلمات تكفي لتملأ السطر وتعود إلى أوله مرة أخرى، ورقم 12,500 شخص في 3 أحياء.

{table(9, 'محافظة البلد')}

![صورة](al-hadba.jpg "شرح الصورة")

> [!NOTE]
> تنبيه للقراء جميعا.

- أول
- ثان
    1. داخلي

[^n]: نص الحاشية هنا.
"""
BOOKS = [('comfort-ltr', ENGLISH, {'title': 'A hard book', 'language': 'en', 'name': 'The Desk of Long Names', 'long': f'A title that is very long indeed and holds {LONG}, so that it must be broken'}),
         ('comfort-rtl', ARABIC, {'title': 'كتاب الأسابيع', 'language': 'ar', 'name': 'مكتب الفرات', 'long': 'عنوان طويل جدا يملأ السطر الأول ثم الثاني على شاشة الهاتف الصغيرة'})]


def comfort(report, weekbook, tmp):
    for slug, text, words in BOOKS:
        folder = os.path.join(tmp, slug)
        os.makedirs(folder)
        for name, content in (('manifest.yaml', BOOK.format(slug=slug, **words)), ('a.md', text), ('own.css', STYLE)):
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
                f.write(content)
        for image in ('al-hadba.jpg', 'water-need.svg'):
            shutil.copy(os.path.join(ROOT, 'book', 'images', image), folder)
        book = Book(report, weekbook, slug, os.path.join(folder, 'manifest.yaml'), folder)
        book.check('builds', book.build)
        if book.artefacts:
            book.epubs()
            book.readers()
