"""Counting checks, and running weekbook with its use of the machine measured."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

from common import kill_tree

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), '..', '..', '..'))
VALIDATORS = os.path.join(ROOT, 'tests', 'validators')


class Report:
    """One printed line a check; several threads may report at once."""

    def __init__(self):
        self.passed = self.failed = 0
        self._lock = threading.Lock()

    def check(self, name, work):
        """`work()` gives (ok, figures, details). An exception is a check that could not run: a failure."""
        started = time.monotonic()
        try:
            ok, figures, details = work()
        except Exception as e:
            ok, figures, details = False, f'could not run: {type(e).__name__}: {e}', []
        with self._lock:
            self.passed += bool(ok)
            self.failed += not ok
            print(f"{'ok  ' if ok else 'FAIL'} {name}: {figures} [{time.monotonic() - started:.1f}s]")
            if not ok:
                for line in details[:20]:
                    print(f'       {line}')
                if len(details) > 20:
                    print(f'       … and {len(details) - 20} more')
            sys.stdout.flush()
        return bool(ok)


class Outcome:
    """What one run of the binary gave and took."""

    def __init__(self, rc, out, err, secs, cpu, peak_mb):
        self.rc, self.out, self.err, self.secs, self.cpu, self.peak_mb = rc, out, err, secs, cpu, peak_mb

    def messages(self, reason, stream=None):
        """The JSON lines with this `reason`; a line that is no JSON object raises."""
        lines = [json.loads(x) for x in (self.out if stream is None else stream).splitlines() if x.strip()]
        return [x for x in lines if x['reason'] == reason]

    def trouble(self):
        return (self.err + '\n' + self.out).strip().splitlines()[-15:]


class Weekbook:
    def __init__(self, binary):
        self.binary = binary

    def example(self, name):
        """One of the programs of examples/, built with the binary."""
        path = os.path.join(os.path.dirname(self.binary), 'examples', name)
        if not os.path.exists(path):
            raise RuntimeError(f'{path} is missing: cargo build --examples, in the profile of the binary')
        return path

    def start(self, args, cwd=ROOT, env=None, out=subprocess.DEVNULL, err=subprocess.DEVNULL):
        return subprocess.Popen([self.binary, *args], cwd=cwd, env={**os.environ, **(env or {})},
                                stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)

    def run(self, *args, cwd=ROOT, env=None, timeout=300):
        """Files, not pipes, take the output, so that wait4 can tell this child's own use of memory."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            started = time.monotonic()
            p = self.start(args, cwd, env, out, err)
            timer = threading.Timer(timeout, kill_tree, [p.pid])
            timer.start()
            try:
                _, status, usage = os.wait4(p.pid, 0)
            finally:
                timer.cancel()
            p.returncode = os.waitstatus_to_exitcode(status)
            secs = time.monotonic() - started
            out.seek(0), err.seek(0)
            return Outcome(p.returncode, out.read().decode('utf-8', 'replace'), err.read().decode('utf-8', 'replace'),
                           secs, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)

    def build(self, manifest, out, *args, **kw):
        return self.run('build', manifest, '-o', out, '--message-format', 'json', *args, **kw)

    def list(self, manifest, *args, **kw):
        r = self.run('list', manifest, '--output-format', 'json', *args, **kw)
        if r.rc:
            raise RuntimeError(f'list exited {r.rc}: ' + ' / '.join(r.trouble()[-3:]))
        return json.loads(r.out)


def sha256(path):
    with open(path, 'rb') as f:
        return hashlib.sha256(f.read()).hexdigest()


def snapshot(folder):
    """Every file below a folder, hidden ones too, with its hash; a folder without files counts as well."""
    got = {}
    for at, dirs, files in os.walk(folder):
        for d in dirs:
            got[os.path.relpath(os.path.join(at, d), folder) + '/'] = None
        for f in files:
            got[os.path.relpath(os.path.join(at, f), folder)] = sha256(os.path.join(at, f))
    return got


def differences(want, got):
    """Lines that say how two snapshots differ."""
    lines = [f'missing: {n}' for n in sorted(want.keys() - got.keys())]
    lines += [f'left over: {n}' for n in sorted(got.keys() - want.keys())]
    return lines + [f'other bytes: {n}' for n in sorted(want.keys() & got.keys()) if want[n] != got[n]]
