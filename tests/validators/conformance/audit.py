"""What a page designer objects to, as the layout itself counts it: examples/pages.rs over whole books."""
import json
import os

import common
from .books import corpus
from .harness import ROOT

# Of the spreads of all books that can be compared, how many must end level to within a line.
LEVEL = 0.95
# Widows and orphans that a note, a table or a figure forces; any other is a failure.
FORCED = 1 / 500


class Sums:
    """What all books have together."""

    def __init__(self):
        self.pages = self.forced = self.spreads = self.level = 0


def _editions(weekbook, manifest):
    """The audit of each edition that has pages."""
    program = os.path.join(os.path.dirname(weekbook.binary), 'examples', 'pages')
    if not os.path.exists(program):
        raise RuntimeError(f'{program} is not there: cargo build --release --example pages')
    r = common.run([program, manifest, '--audit', '--json'], timeout=300)
    got = [json.loads(line) for line in r.out.splitlines()]
    if not got or r.rc not in (0, 1):
        raise RuntimeError(f'exit {r.rc}: ' + r.err.strip()[-300:])
    return got


def _of(weekbook, manifest, sums):
    bad, figures = [], []
    for e in _editions(weekbook, manifest):
        for b in e['blemishes']:
            forced = not b['hard'] and b['cause']
            sums.forced += bool(forced)
            if not forced:
                bad.append(f"{e['edition']}: {b['fault']} on page {b['page']}: {b['words']}")
        level = round(e['level'] * e['spreads'])
        sums.pages += e['pages']
        sums.spreads += e['spreads']
        sums.level += level
        causes = ', '.join(f'{n} {cause}' for cause, n in e['causes'].items())
        figures.append(f"{e['edition']} {e['pages']} pages, {e['lines']} lines, {sum(e['faults'].values())} faults, "
                       f"{level} of {e['spreads']} spreads level" + (f' ({causes})' if causes else ''))
    return not bad, ' | '.join(figures), bad


def audit(report, weekbook, tmp):
    sums = Sums()
    books = {'book': os.path.join(ROOT, 'book'), 'full': os.path.join(ROOT, 'tests', 'books', 'full')}
    for n in (100, 1000):
        folder = os.path.join(tmp, f'corpus-{n}')
        books[f'corpus-{n}'], _ = corpus(folder, n)
    folder = os.path.join(tmp, 'peers-100')
    books["corpus-100 as the peers set it"], _ = corpus(folder, 100, default_style=False)
    for name, manifest in books.items():
        report.check(f'audit: {name}', lambda: _of(weekbook, manifest, sums))
    report.check('audit: forced widows and orphans', lambda: (
        sums.pages > 0 and sums.forced <= sums.pages * FORCED, f'{sums.forced} on {sums.pages} pages', []))
    report.check('audit: level spreads', lambda: (
        sums.spreads > 0 and sums.level >= sums.spreads * LEVEL,
        f'{sums.level} of {sums.spreads}, {100 * sums.level / max(sums.spreads, 1):.1f} %, at least {100 * LEVEL:g} %', []))
