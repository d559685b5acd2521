"""Shared by check-epub, check-pdf and the conformance checks. Standard library only."""
import os, resource, shlex, signal, subprocess, sys, time

def env():
    vh = os.environ.get('VALIDATORS_HOME') or os.path.expanduser('~/.cache/weekbook-validators')
    f = os.path.join(vh, 'env.sh')
    if not os.path.exists(f):
        print(f'{f} is missing: run {os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "setup.sh")} first', file=sys.stderr)
        sys.exit(2)
    out = {}
    for line in open(f):
        if '=' in line and not line.startswith('#'):
            k, v = line.strip().split('=', 1); out[k] = shlex.split(v)[0]
    return out

def kill_tree(root, keep_root=False):
    """Kill a process and all below it. A process group is not enough: puppeteer starts its browser in a group of its own."""
    parents = {}
    for p in filter(str.isdigit, os.listdir('/proc')):
        try: parents[int(p)] = int(open(f'/proc/{p}/stat').read().rpartition(')')[2].split()[1])
        except OSError: pass                                             # gone since the listing
    doomed = [root]
    for p in doomed: doomed += [c for c, up in parents.items() if up == p]
    for p in doomed[1:] if keep_root else doomed:
        try: os.kill(p, signal.SIGKILL)
        except ProcessLookupError: pass

class Result:
    def __init__(self, rc, out, err, secs): self.rc, self.out, self.err, self.secs = rc, out, err, secs

def run(cmd, timeout=600, extra_env=None, cwd=None):
    """Run in a session of its own; on timeout end it with all its children. rc 124 = timed out."""
    t = time.time()
    p = subprocess.Popen(cmd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, cwd=cwd,
                         env={**os.environ, 'LC_ALL': 'C.UTF-8', **(extra_env or {})}, start_new_session=True)
    try:
        out, err = p.communicate(timeout=timeout); rc = p.returncode
    except subprocess.TimeoutExpired:
        kill_tree(p.pid); out, err = p.communicate(); rc = 124; err += b'\ntimed out'
    except BaseException:
        kill_tree(p.pid); raise
    return Result(rc, out.decode('utf-8', 'replace'), err.decode('utf-8', 'replace'), time.time() - t)

def peak_mb(): return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024

JAVA = ['java', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Djava.awt.headless=true', '-Dfile.encoding=UTF-8']
