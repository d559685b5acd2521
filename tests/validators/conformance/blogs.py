"""Whole blogs as books: what Jekyll, Zola and Pelican leave on a disk, with a manifest of ten lines beside it."""
import collections
import os

from . import posts
from .books import Book, validate

# What the owner of such a blog reads before giving up; what is said in the end counts too.
MOST_MESSAGES = 40


def warnings(weekbook, manifest):
    """For people, a run says each kind of thing once or a few times and counts the rest; as JSON it says everything."""
    told = weekbook.run('check', manifest)
    everything = weekbook.run('check', manifest, '--message-format', 'json')
    codes = collections.Counter(d['code'] for d in everything.messages('diagnostic') if d['severity'] == 'warning')
    shown = [x for x in told.err.splitlines() if x.startswith(('warning[', 'note['))]
    bad = [f'exit {r.rc}' for r in (told, everything) if r.rc]
    bad += [f'nothing is said of {code}' for code in codes if not any(x.startswith(f'warning[{code}]') for x in shown)]
    if len(shown) > MOST_MESSAGES:
        bad += [f'{len(shown)} messages', *shown]
    total = sum(codes.values())
    if not told.err.rstrip().endswith(f'{total} warnings'):
        bad.append(f'{total} warnings, but the last line is {told.err.rstrip().splitlines()[-1:]}')
    return not bad, f'{total} warnings told in {len(shown)} messages', bad


def blogs(report, weekbook, tmp):
    made = []
    for shape in posts.SHAPES:
        folder = os.path.join(tmp, shape)
        manifest, stats = posts.write(folder, shape)
        book = Book(report, weekbook, f'blog of {shape}', manifest, folder, stats)
        if book.check('build', book.build):
            made.append(book)
        book.check('artefacts', book.reported)
        book.check('warnings', lambda: warnings(weekbook, manifest))
    validate(report, 'blogs', made)
