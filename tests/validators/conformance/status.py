"""Exit codes, diagnostics and what a failed build leaves alone."""
import os
import shutil

from .harness import differences, snapshot

GOOD = """weekbook: 1
title: Small
publisher: Nobody
authors: [Nobody]
dispatches:
  - {title: One, date: 2021-01-03, source: {name: Made up}, body: First.}
  - {title: Two, date: 2021-01-04, source: {name: Made up}, body: Second.}
"""
UNCREDITED = GOOD + '  - {title: Three, date: 2021-01-05, body: Third.}\n'
UNDATED = GOOD + '  - {title: Three, source: {name: Made up}, body: Third.}\n'
UNKNOWN = GOOD + '  - {title: Three, date: 2021-01-05, sorce: {name: Made up}, body: Third.}\n'
BROKEN = GOOD + '  - {title: [unclosed\n'


class Status:
    def __init__(self, report, weekbook, tmp):
        self.report, self.weekbook, self.tmp = report, weekbook, tmp

    def manifest(self, text):
        path = os.path.join(self.tmp, 'book', 'manifest.yaml')
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def exits(self, want, what, *args, cwd=None):
        def work():
            r = self.weekbook.run(*args, cwd=cwd or self.tmp)
            silent = want != 0 and not (r.out + r.err).strip()
            return r.rc == want and not silent, f'exit {r.rc}, expected {want}' + (', and not a word' if silent else ''), r.trouble()
        self.report.check(f'exit: {what}', work)

    def diagnosed(self, what, text, line):
        """An error of the book: exit 1, an error on that line in the JSON, and a finished line that owns up."""
        def work():
            r = self.weekbook.run('check', self.manifest(text), '--message-format', 'json')
            errors = [d for d in r.messages('diagnostic') if d['severity'] == 'error']
            done = r.messages('finished')
            bad = [f'exit {r.rc}'] if r.rc != 1 else []
            if not any(d['line'] == line and d['column'] >= 1 and d['code'] and d['file'] == 'manifest.yaml' for d in errors):
                bad.append(f'no error on line {line} of manifest.yaml: {errors}')
            if [(d['success'], d['errors']) for d in done] != [(False, len(errors))]:
                bad.append(f'the finished line says {done}')
            return not bad, f'{len(errors)} errors', bad
        self.report.check(f'exit: {what}', work)

    def untouched(self, what, text, *args):
        """A failing build over an earlier one: each artefact and the folder stay as they were, times included."""
        def work():
            out = os.path.join(self.tmp, 'kept')
            shutil.rmtree(out, ignore_errors=True)
            first = self.weekbook.build(self.manifest(GOOD), out)
            before = snapshot(out)
            times = {n: os.stat(os.path.join(out, n)).st_mtime_ns for n in before}
            if first.rc or not before:
                return False, f'the good book did not build: exit {first.rc}', first.trouble()
            r = self.weekbook.build(self.manifest(text), out, *args)
            after = snapshot(out)
            bad = differences(before, after)
            bad += [f'written again: {n}' for n in times if n in after and os.stat(os.path.join(out, n)).st_mtime_ns != times[n]]
            if r.rc != 1:
                bad.append(f'exit {r.rc}, expected 1')
            return not bad, f'{len(before)} artefacts kept', bad
        self.report.check(f'exit: {what} leaves the artefacts alone', work)

    def writes_nothing(self, *args):
        def work():
            self.manifest(GOOD)
            here = os.path.join(self.tmp, 'book')
            before = snapshot(here)
            r = self.weekbook.run(*args, cwd=here)
            bad = differences(before, snapshot(here))
            return r.rc == 0 and not bad, f'exit {r.rc}', bad or r.trouble()
        self.report.check(f'exit: {args[0]} writes nothing', work)


def status(report, weekbook, tmp):
    s = Status(report, weekbook, tmp)
    good, out = s.manifest(GOOD), os.path.join(tmp, 'out')
    s.exits(0, 'a good book', 'build', good, '-o', out)
    s.exits(0, 'a good book under --strict', 'build', good, '-o', out, '--strict')
    s.exits(1, 'no such manifest', 'build', os.path.join(tmp, 'nowhere.yaml'), '-o', out)
    os.makedirs(os.path.join(tmp, 'empty'))
    s.exits(1, 'no manifest in the folder', 'check', cwd=os.path.join(tmp, 'empty'))
    s.exits(2, 'unknown edition', 'build', good, '-e', 'nowhere', '-o', out)
    s.exits(2, 'unknown flag', 'build', good, '--nonsense', '-o', out)
    s.exits(2, 'unknown command', 'bind', good)
    s.exits(2, 'unknown format', 'build', good, '-f', 'docx', '-o', out)
    file = os.path.join(tmp, 'file')
    with open(file, 'w', encoding='utf-8') as f:
        f.write('in the way\n')
    s.exits(3, 'the output folder is a file', 'build', good, '-o', file)
    s.exits(3, 'the output folder lies below a file', 'build', good, '-o', os.path.join(file, 'dist'))
    s.report.check('exit: the file in the way is as it was', lambda: (open(file, encoding='utf-8').read() == 'in the way\n', 'read back', []))
    s.exits(0, 'a warning', 'build', s.manifest(UNCREDITED), '-o', out)
    s.exits(1, 'a warning under --strict', 'build', s.manifest(UNCREDITED), '-o', out, '--strict')
    s.diagnosed('a dispatch without a date', UNDATED, 8)
    s.diagnosed('an unknown field', UNKNOWN, 8)
    s.untouched('an error of the book', UNDATED)
    s.untouched('YAML that does not parse', BROKEN)
    s.untouched('a warning under --strict', UNCREDITED, '--strict')
    s.writes_nothing('check')
    s.writes_nothing('list')
