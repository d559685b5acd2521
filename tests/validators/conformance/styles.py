"""Whatever a style hides or turns into something else, the PDF stays a tagged one that its validators accept."""
import os

from .books import Book, validate
from .posts import png

BODY = """Lede of the *dispatch*, with `code`, a [link](https://example.org/), ~~gone~~ and a note[^a].

### Heading below

#### Heading below that

- one
- two
    1. inner

Term
: Meaning

| Head | Other |
|------|------:|
| cell | 1 |
| last | 2 |

> A quotation.

> [!NOTE]
> A callout.

![A picture](../picture.png "Its caption")

Within a line ![a picture](../picture.png) too, H~2~O and x^2^.

```rust
fn code() {}
```

[^a]: The note.

    - With a list.
"""
MANIFEST = """weekbook: 1
title: Styles
subtitle: Of many kinds
authors: [Nobody]
publisher: Nobody
language: en
description: One book in many styles.
highlights: [First., Second.]
weeks:
  2017-W15: {title: A week, summary: In short.}
sources:
  ap: {name: Agency, url: https://example.org/, reliability: B}
dispatches:
  - {file: posts/a.md, title: One, date: 2017-04-13, source: ap, byline: A. Writer, place: Mosul, credibility: 2, kind: video, tags: [water],
     corrections: [{date: 2017-04-14, text: Mended.}]}
  - {file: posts/b.md, title: Two, date: 2017-04-20, source: ap}
editions:
"""
HIDDEN = """h1; h2; h3; h4; h1, h2; h2, h3; .week > h1; section > h1; header; .label; p; p.credit; .lede; .dates; blockquote; ul; ol; li; dl; dt; dd; table;
thead; tbody; tr; th; td; figure; figcaption; img; aside; aside.footnote; a; a.noteref; .note-number; sup; em; code; pre; span; time; nav; .contents-page;
.cover; .title-page; .imprint; .sources; .corrections; .front-page; .callout-label; article; .source h2""".split(';')
TURNED = [f'{name} {{ display: {value} }}' for name in ('h2', 'p', 'li', 'ul', 'dt', 'dd', 'table', 'tr', 'td', 'thead', 'figure', 'img', 'figcaption', 'blockquote',
                                                        'pre', 'article', 'section', 'aside', 'em', 'a', 'span') for value in ('inline', 'table')]
OTHERS = ['* { display: block }', '* { display: inline }', 'p { font-size: 0 }', '* { line-height: 0 }', 'li { list-style: none }',
          '@page { margin: 6pt; @top-center { content: string(title); font-size: 40pt } }', 'h1::before, h2::before, p::before, li::before { content: "+ " }']


def styles(report, weekbook, tmp):
    # each hides one thing and turns another, so that there are not too many
    css = [f'{selector.strip()} {{ display: none }} {TURNED[i % len(TURNED)]}' for i, selector in enumerate(HIDDEN)] + OTHERS
    for folder in ('posts', 'css'):
        os.makedirs(os.path.join(tmp, 'book', folder))
    files = {'manifest.yaml': MANIFEST, 'posts/a.md': BODY, 'posts/b.md': BODY.replace('###', '##')}
    for i, rule in enumerate(css):
        files[f'css/{i}.css'] = '@import "book";\n@media print { %s }\n' % rule if not rule.startswith('@page') else '@import "book";\n' + rule
        files['manifest.yaml'] += f'  e{i}: {{formats: [pdf], style: css/{i}.css}}\n'
    for name, text in files.items():
        with open(os.path.join(tmp, 'book', name), 'w', encoding='utf-8') as f:
            f.write(text)
    with open(os.path.join(tmp, 'book', 'picture.png'), 'wb') as f:
        f.write(png())
    book = Book(report, weekbook, 'styles', os.path.join(tmp, 'book', 'manifest.yaml'), tmp)
    if book.check(f'build of {len(css)}', book.build):
        # PDF/UA is what tags are held to; the rest does not change with a style
        validate(report, 'styles', [book], '--flavour', '')
