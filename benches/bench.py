#!/usr/bin/env python3
"""bench.py LABEL N RUNS TIMEOUT OUTFILE -- CMD...   -> one TSV row: median cpu, wall, peak RSS of the process tree's largest process, bytes, pages.
OUTFILE is removed before each run, so a stale file never counts."""
import ctypes, os, resource, signal, subprocess, sys, time, statistics as st
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: browser helpers that outlive their parent are counted too
label, n, runs, limit, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), sys.argv[5]
cmd = sys.argv[7:]
rows, note = [], ""
for _ in range(runs):
    if os.path.exists(out): os.remove(out)
    r0 = resource.getrusage(resource.RUSAGE_CHILDREN)
    t = time.monotonic()
    p = subprocess.Popen(cmd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, start_new_session=True)
    def kill(*_):
        global note; note = "TIMEOUT"; os.killpg(p.pid, signal.SIGKILL)
    signal.signal(signal.SIGALRM, kill); signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, ru = os.wait4(p.pid, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    wall = time.monotonic() - t
    end = time.monotonic() + 5
    while True:
        try: pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError: break
        if pid == 0:
            if time.monotonic() > end: os.killpg(p.pid, signal.SIGKILL)
            time.sleep(.05)
    r1 = resource.getrusage(resource.RUSAGE_CHILDREN)
    rows.append((r1.ru_utime + r1.ru_stime - r0.ru_utime - r0.ru_stime, wall, max(ru.ru_maxrss, r1.ru_maxrss) / 1024))
    if status: note = note or "exit %d" % os.waitstatus_to_exitcode(status)
    if note == "TIMEOUT": break
size = os.path.getsize(out) if os.path.exists(out) else 0
pages = "-"
if out.endswith(".pdf") and size:
    i = subprocess.run(["pdfinfo", out], capture_output=True, text=True).stdout
    pages = "".join(l.split()[-1] for l in i.splitlines() if l.startswith("Pages:"))
cpu, wall, rss = (st.median(x) for x in zip(*rows))
lo, hi = min(r[0] for r in rows), max(r[0] for r in rows)
line = "\t".join([label, n, "%.2f" % cpu, "%.2f..%.2f" % (lo, hi), "%.2f" % wall, "%.0f" % rss, str(size), pages, note])
print(line, flush=True)
with open("results.tsv", "a") as f: f.write(line + "\n")
