"""The examples of the CommonMark specification as the dispatches of one book, a week a section."""
import datetime as dt
import json
import os
import re

from .books import Book, validate
from .harness import ROOT
from .posts import png

EXAMPLES = os.path.join(ROOT, 'tests', 'data', 'commonmark', 'examples.json')


def write(folder):
    """The book, with stand-ins for the images that are named; gives the manifest and how many examples and sections there are."""
    with open(EXAMPLES, encoding='utf-8') as f:
        examples = json.load(f)
    sections = list(dict.fromkeys(e['section'] for e in examples))
    os.makedirs(os.path.join(folder, 'posts'))
    for e in examples:
        day = dt.date(2020, 1, 6) + dt.timedelta(weeks=sections.index(e['section']))
        with open(os.path.join(folder, 'posts', '%03d.md' % e['example']), 'w', encoding='utf-8', newline='') as f:
            f.write(f"---\ntitle: Example {e['example']}\ndate: {day}\nsource: spec\n---\n{e['markdown']}")
        for name in re.findall('<img src="([^"]*)"', e['html']):
            path = os.path.join(folder, name.lstrip('/') if name.startswith('/') else os.path.join('posts', name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as f:
                f.write(png())
    lines = ['weekbook: 1', 'title: Examples', 'authors: [John MacFarlane]', 'publisher: Nobody', 'language: en', 'license: CC-BY-SA-4.0',
             'rights: CC BY-SA 4.0', 'description: The examples of the CommonMark specification.', 'weeks:']
    for i, section in enumerate(sections):
        lines.append('  2020-W%02d: {title: "%s"}' % (i + 2, section))
    lines += ['sources:', '  spec: {name: CommonMark, url: "https://spec.commonmark.org/0.31.2/"}', 'dispatches: ["posts/*.md"]']
    manifest = os.path.join(folder, 'manifest.yaml')
    with open(manifest, 'w', encoding='utf-8') as f:
        f.write('\n'.join(lines) + '\n')
    return manifest, {'n': len(examples), 'chapters': len(sections)}


def commonmark(report, weekbook, tmp):
    manifest, stats = write(os.path.join(tmp, 'book'))
    book = Book(report, weekbook, 'commonmark', manifest, tmp, stats)
    if book.check('build', book.build):
        book.check('artefacts', book.reported)
        # one example is about the character itself
        validate(report, 'commonmark', [book], '--fffd', '1')
