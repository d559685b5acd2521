"""Checks on a whole book: its editions pass the validators, agree with each other and come out the same every time."""
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import common
from . import pages, structure, text
from .harness import ROOT, VALIDATORS, differences, sha256, snapshot
from .tagged import Tagged

GEN = os.path.join(ROOT, 'benches', 'corpus', 'gen.py')


def corpus(folder, n, default_style=True):
    """A generated book of n dispatches in weekbook's own style, or in the peers'; gives the manifest and what it should hold."""
    style = ['--default-style'] if default_style else []
    r = common.run([sys.executable, GEN, '--n', str(n), '--lang-mix', '0.1', '--formats', 'src', *style, '--out', folder])
    if r.rc:
        raise RuntimeError(f'gen.py exited {r.rc}: {r.err.strip()[-300:]}')
    with open(os.path.join(folder, 'stats.json'), encoding='utf-8') as f:
        return os.path.join(folder, 'src', 'manifest.yaml'), json.load(f)


class Book:
    """One book built once; the checks share its artefacts."""

    def __init__(self, report, weekbook, name, manifest, folder, stats=None):
        self.report, self.weekbook, self.name, self.manifest, self.folder, self.stats = report, weekbook, name, manifest, folder, stats
        self.out = os.path.join(folder, 'dist')
        self.artefacts = []
        self.built = None
        self.read, self.reading = {}, threading.Lock()

    def check(self, what, work):
        return self.report.check(f'{self.name}: {what}', work)

    def of(self, kind):
        got = [a for a in self.artefacts if a['format'] == kind]
        if not got:
            raise RuntimeError(f'there is no {kind} to check')
        return got

    def pairs(self):
        """[(edition, EPUB, PDF)] of the editions that have both."""
        pdfs = {a['edition']: a['path'] for a in self.of('pdf')}
        got = [(a['edition'], a['path'], pdfs[a['edition']]) for a in self.of('epub') if a['edition'] in pdfs]
        if not got:
            raise RuntimeError('no edition has both formats')
        return got

    # ------------------------------------------------------------ the first build

    def build(self):
        self.started = time.monotonic()
        r = self.built = self.weekbook.build(self.manifest, self.out)
        if r.rc:
            return False, f'exit {r.rc}', r.trouble()
        self.artefacts = r.messages('artifact')
        done = r.messages('finished')
        bad = []
        if len(done) != 1 or not done[0]['success'] or done[0]['errors']:
            bad.append(f'the finished line says {done}')
        if not self.artefacts:
            bad.append('no artefact was reported')
        figures = ', '.join(f"{a['edition']}.{a['format']} {a['bytes'] / 1e6:.2f} MB" + (f" {a['pages']} pages" if a.get('pages') else '')
                            for a in self.artefacts)
        return not bad, f'{figures}; {r.secs:.2f} s, {r.cpu:.2f} s CPU, {r.peak_mb} MB', bad

    def reported(self):
        """The artefact lines tell the truth and the folder holds nothing else."""
        bad = []
        if not self.artefacts:
            return False, 'nothing was built', []
        for a in self.artefacts:
            size = os.path.getsize(a['path'])
            if a['bytes'] != size or a['sha256'] != sha256(a['path']):
                bad.append(f"{a['path']}: the line says {a['bytes']} bytes, {a['sha256'][:12]}…; the file has {size}, {sha256(a['path'])[:12]}…")
            if a['format'] == 'pdf' and a['pages'] != len(pages.pdf_labels(a['path'])):
                bad.append(f"{a['path']}: the line says {a['pages']} pages, the file has {len(pages.pdf_labels(a['path']))}")
            listed = self.weekbook.list(self.manifest, '-e', a['edition'])
            weeks = len({e['week'] for e in listed})
            if a['chapters'] != weeks:
                bad.append(f"{a['path']}: {a['chapters']} chapters reported, list has {weeks} weeks")
            if self.stats and (a['dispatches'], weeks) != (self.stats['n'], self.stats['chapters']):
                bad.append(f"{a['path']}: {a['dispatches']} dispatches in {weeks} weeks, expected {self.stats['n']} in {self.stats['chapters']}")
        want = {os.path.relpath(a['path'], self.out): a['sha256'] for a in self.artefacts}
        bad += differences(want, snapshot(self.out))
        return not bad, f"{len(want)} artefacts{'' if bad else ', as reported, nothing else in the folder'}", bad

    # ------------------------------------------------------------ the validators

    @staticmethod
    def validator(tool, *args):
        r = common.run([os.path.join(VALIDATORS, tool), *args], timeout=1800)
        lines = (r.out + r.err).strip().splitlines()
        return r.rc == 0, Book._figures(lines) if r.rc == 0 else f'exit {r.rc}', lines

    @staticmethod
    def _figures(lines):
        """What a tool says of each file, without the names of the folders it lay in."""
        return ' | '.join(re.sub(r'(?:\S*/)?([^/\s]+\.(?:epub|pdf)):', r'\1:', x) for x in lines if re.match(r'(PASS|ok)\b', x))

    def epubs(self):
        printed = {a['edition'] for a in self.artefacts if a['format'] == 'pdf'}
        groups = [([], [a['path'] for a in self.of('epub') if a['edition'] in printed]),
                  (['--no-page-list'], [a['path'] for a in self.of('epub') if a['edition'] not in printed])]
        for flags, files in groups:
            if files:
                self.check(' '.join(['check-epub --ace --strict', *flags]),
                           lambda: self.validator('check-epub', '--ace', '--strict', *flags, *files))

    def readers(self):
        for a in self.of('epub'):
            shots = os.path.join(self.folder, 'shots-' + a['edition'])
            self.check(f"read-epub {a['edition']}", lambda: self.validator('read-epub', a['path'], shots, '--shots', '0'))
            # Every document is laid out 16 times: not for a book of a thousand dispatches.
            if os.path.getsize(a['path']) < 1_000_000:
                self.check(f"read-comfort {a['edition']}", lambda: self.validator('read-comfort', a['path'], shots))

    def pdfs(self):
        self.check('check-pdf ua1, 2a', lambda: self.validator('check-pdf', *[a['path'] for a in self.of('pdf')]))

    def agreement(self):
        for edition, epub, pdf in self.pairs():
            self.check(f'pages of {edition}', lambda: pages.compare(epub, pdf, self.tagged(pdf)))
            self.check(f'list of {edition}', lambda: pages.compare_list(self.weekbook.list(self.manifest, '-e', edition), epub, pdf))

    def tagged(self, path):
        """A PDF's structure and text, read once: several checks want it, some at the same time."""
        with self.reading:
            if path not in self.read:
                self.read[path] = Tagged(path)
            return self.read[path]

    def texts(self):
        """What the PDF says is what the flow says."""
        for a in self.of('pdf'):
            pdf = self.tagged(a['path'])
            flow = text.flow(self.weekbook.example('text'), self.manifest, a['edition'])
            self.check(f"text of {a['edition']}", lambda: text.compare(flow, pdf))
            self.check(f"text of {a['edition']} by poppler", lambda: text.poppler(a['path'], pdf))
            self.check(f"structure of {a['edition']}", lambda: structure.compare(flow, pdf))

    # ------------------------------------------------------------ the same bytes

    def again(self, what, *args, keep=lambda a: True, **kw):
        """Build once more in another way; what `keep` chooses must come out byte for byte."""
        out = os.path.join(self.folder, 'again-' + re.sub(r'\W+', '-', what))
        manifest = kw.pop('manifest', self.manifest)

        def work():
            if not self.artefacts:
                return False, 'nothing was built', []
            # a ZIP's clock ticks every two seconds: a quicker second build would look equal by accident
            time.sleep(max(0, self.started + self.built.secs + 3.1 - time.monotonic()))
            r = self.weekbook.build(manifest, out, *args, **kw)
            if r.rc:
                return False, f'exit {r.rc}', r.trouble()
            want = {os.path.relpath(a['path'], self.out): a['sha256'] for a in self.artefacts if keep(a)}
            bad = differences(want, snapshot(out))
            return not bad and bool(want), f'{len(want)} artefacts, {r.secs:.2f} s', bad
        self.check('same bytes ' + what, work)

    def sameness(self):
        home = os.path.join(self.folder, 'home')
        copy = os.path.join(self.folder, 'another place', 'copy')
        os.makedirs(home)
        shutil.copytree(os.path.dirname(self.manifest), copy, ignore=shutil.ignore_patterns('dist'))
        self.again('three seconds later')
        self.again('from a copy, -j 1, another zone and language', '-j', '1', manifest=os.path.join(copy, os.path.basename(self.manifest)), cwd=home,
                   env={'TZ': 'Pacific/Kiritimati', 'LANG': 'ar_EG.UTF-8', 'LC_ALL': 'ar_EG.UTF-8', 'HOME': home})
        self.again('relative path, -j 2, a third zone', '-j', '2', manifest=os.path.basename(self.manifest), cwd=os.path.dirname(self.manifest),
                   env={'TZ': 'America/St_Johns', 'LANG': 'C', 'LC_ALL': 'C'})
        for kind in sorted({a['format'] for a in self.artefacts}):
            self.again(f'with -f {kind}', '-f', kind, keep=lambda a: a['format'] == kind)
        editions = list(dict.fromkeys(a['edition'] for a in self.artefacts))
        for edition in editions if len(editions) > 1 else []:
            self.again(f'with -e {edition}', '-e', edition, keep=lambda a: a['edition'] == edition)

    # ------------------------------------------------------------ accidents

    def killed(self):
        """Builds that are killed on the way leave nothing behind once one succeeds."""
        out, killed = os.path.join(self.folder, 'killed'), 0
        for part in (0.3, 0.6, 0.8, 0.95):
            p = self.weekbook.start(['build', self.manifest, '-o', out])
            try:
                p.wait(self.built.secs * part)
            except subprocess.TimeoutExpired:
                common.kill_tree(p.pid)
                p.wait()
                killed += 1
        r = self.weekbook.build(self.manifest, out)
        bad = differences({os.path.relpath(a['path'], self.out): a['sha256'] for a in self.artefacts}, snapshot(out))
        return r.rc == 0 and not bad and killed > 0, f'{killed} builds killed, then exit {r.rc}', bad or r.trouble()

    def together(self):
        """Two builds into one folder at the same time."""
        out = os.path.join(self.folder, 'together')
        running = [self.weekbook.start(['build', self.manifest, '-o', out]) for _ in range(3)]
        codes = [p.wait(300) for p in running]
        bad = differences({os.path.relpath(a['path'], self.out): a['sha256'] for a in self.artefacts}, snapshot(out))
        return not any(codes) and not bad and bool(self.artefacts), f'three at once, exits {codes}', bad

    def run(self):
        self.check('build', self.build)
        self.check('artefacts', self.reported)
        # each of these reports its own checks; one that cannot even start is a failed check as well
        parts = [('EPUB validators', self.epubs), ('reading system', self.readers), ('PDF validators', self.pdfs), ('pages', self.agreement),
                 ('texts', self.texts)]
        with ThreadPoolExecutor(2) as pool:
            for name, done in [(n, pool.submit(work)) for n, work in parts]:
                if done.exception():
                    self.check(name, done.result)
        try:
            self.sameness()
        except Exception as e:
            self.check('same bytes', lambda: (False, f'could not run: {e}', []))


def validate(report, name, books, *pdf_args):
    """EPUBCheck, veraPDF and qpdf on all of these books at once: the programs take long to start. Not the house's own rules:
    books with faults of their own claim no conformance."""
    with ThreadPoolExecutor(2) as pool:
        for tool, args, kind in (('check-epub', [], 'epub'), ('check-pdf', pdf_args, 'pdf')):
            files = [a['path'] for b in books for a in b.artefacts if a['format'] == kind]
            if not files:
                continue
            pool.submit(report.check, f"{name}: {' '.join([tool, *args])}", lambda tool=tool, args=args, files=files: Book.validator(tool, *args, *files))


def book(report, weekbook, tmp):
    Book(report, weekbook, 'book', os.path.join(ROOT, 'book', 'manifest.yaml'), tmp).run()


def full(report, weekbook, tmp):
    """The book that uses every supported field, and a copy with names redacted."""
    folder = os.path.join(ROOT, 'tests', 'books', 'full')
    Book(report, weekbook, 'full', os.path.join(folder, 'manifest.yaml'), tmp).run()
    copy = os.path.join(tmp, 'redacted')
    shutil.copytree(folder, copy)
    with open(os.path.join(copy, 'manifest.yaml'), 'a', encoding='utf-8') as f:
        f.write('redact: [{text: Tanner}, {text: Well Committee, with: W.}, {text: Ford}]\n')
    redacted = Book(report, weekbook, 'full, redacted', os.path.join(copy, 'manifest.yaml'), copy)
    redacted.check('build', redacted.build)
    redacted.epubs()
    redacted.pdfs()


def _generated(report, weekbook, tmp, n):
    made = []

    def generate():
        made.extend(corpus(tmp, n))
        return True, ', '.join(f'{v} {k}' for k, v in made[1].items() if k in ('words', 'chapters', 'footnotes', 'tables', 'arabic')), []
    if report.check(f'corpus-{n}: generated', generate):
        return Book(report, weekbook, f'corpus-{n}', made[0], tmp, made[1])
    return None


def corpus_13(report, weekbook, tmp):
    if b := _generated(report, weekbook, tmp, 13):
        b.run()


def typography(weekbook, tmp):
    """The peers' page is set no worse than the bar of benches/typography.py."""
    folder = os.path.join(tmp, 'typography')
    r = common.run([sys.executable, GEN, '--n', '100', '--formats', 'src', '--out', folder])
    if r.rc:
        return False, f'gen.py exited {r.rc}', r.err.splitlines()
    r = weekbook.build(os.path.join(folder, 'src', 'manifest.yaml'), os.path.join(folder, 'dist'), '-f', 'pdf')
    if r.rc:
        return False, f'exit {r.rc}', r.trouble()
    paths = [a['path'] for a in r.messages('artifact')]
    overfull = (r.out + r.err).count('"overfull"')
    r = common.run([sys.executable, os.path.join(ROOT, 'benches', 'typography.py'), '--bar', *paths])
    rows = r.out.strip().splitlines()
    return r.rc == 0 and not overfull, ' '.join(rows[-1].split()[1:]) if rows else 'no figures', (r.out + r.err).splitlines()


def corpus_100(report, weekbook, tmp):
    if b := _generated(report, weekbook, tmp, 100):
        b.run()
        b.check('typography', lambda: typography(weekbook, tmp))
        b.check('no leftovers of killed builds', b.killed)
        b.check('builds into one folder at once', b.together)


def corpus_1000(report, weekbook, tmp, secs=60, peak_mb=2048):
    """A bound against accidents, not a benchmark: that is benches/."""
    if b := _generated(report, weekbook, tmp, 1000):
        b.check('build', b.build)
        b.check('artefacts', b.reported)
        b.agreement()
        b.texts()
        r = b.built
        b.check('bounds', lambda: (r.rc == 0 and r.secs <= secs and r.peak_mb <= peak_mb,
                                   f'{r.secs:.2f} s of {secs}, {r.cpu:.2f} s CPU, {r.peak_mb} MB of {peak_mb}', r.trouble()))
