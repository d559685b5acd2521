"""Every built-in style on every page size of the trade, and on one of the book's own: the validators still accept what comes
of it. What an EPUB holds does not depend on the page, so each style has one; Ace looks at its colours by day."""
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

from .books import Book
from .harness import ROOT

STYLES = ('book', 'briefing', 'large-print')
SIZES = {'a4': 'A4', 'a5': 'A5', 'letter': 'Letter', 'custom': '130x195mm'}
# Small books of tests/pages that are hard to set, in the three styles already.
HARD = ('arabic-book', 'figures', 'long-words')


def _full(folder):
    """The book that uses every supported field, in each style on each size; gives its manifest."""
    shutil.copytree(os.path.join(ROOT, 'tests', 'books', 'full'), folder)
    manifest = os.path.join(folder, 'manifest.yaml')
    with open(manifest, encoding='utf-8') as f:
        head, _, _ = f.read().partition('\neditions:\n')
    lines = ['editions:']
    for style in STYLES:
        for i, (name, page) in enumerate(SIZES.items()):
            lines.append(f"  {style}-{name}: {{formats: [{'pdf' if i else 'epub, pdf'}], style: {style}, page: {page}}}")
    with open(manifest, 'w', encoding='utf-8') as f:
        f.write(head + '\n' + '\n'.join(lines) + '\n')
    return manifest


def sizes(report, weekbook, tmp):
    books = [Book(report, weekbook, 'sizes', _full(os.path.join(tmp, 'full')), tmp)]
    for name in HARD:
        folder = os.path.join(tmp, name)
        os.makedirs(folder)
        books.append(Book(report, weekbook, f'sizes: {name}', os.path.join(ROOT, 'tests', 'pages', name, 'manifest.yaml'), folder))
    built = [book for book in books if book.check('build', book.build)]
    if len(built) < len(books):
        return
    wanted = len(STYLES) * len(SIZES) + len(STYLES) * len(HARD)
    pdfs = [a['path'] for book in books for a in book.of('pdf')]
    epubs = [a['path'] for a in books[0].of('epub')]

    def checked(tool, files, count, *args):
        ok, figures, lines = Book.validator(tool, *args, *files)
        failed = [line for line in lines if re.match(r'FAIL\b', line)]
        return ok and len(files) == count, f'{len(files)} files' if ok else figures, failed or lines
    with ThreadPoolExecutor(2) as pool:
        pool.submit(report.check, 'sizes: check-pdf ua1, 2a', lambda: checked('check-pdf', pdfs, wanted))
        pool.submit(report.check, 'sizes: check-epub --ace --strict', lambda: checked('check-epub', epubs, len(STYLES), '--ace', '--strict'))
