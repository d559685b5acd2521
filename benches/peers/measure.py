"""Runs programs in turn and takes their CPU time, wall clock, peak memory, and the size and pages of what they write."""
from __future__ import annotations

import ctypes, os, shutil, signal, statistics, subprocess, time
from dataclasses import dataclass, field

# Helpers that outlive their parent (a browser's, for one) become children of this process, so that they are counted too.
PR_SET_CHILD_SUBREAPER = 36


class Failed(Exception):
    """A program that could not be run to its end."""


@dataclass
class Program:
    """A command line, what it writes, and the environment it needs beside the usual one."""
    name: str
    argv: list
    output: str
    env: dict = field(default_factory=dict)


@dataclass
class Sample:
    """One run: seconds, seconds, bytes, bytes, pages (None where the output has none, or there is no pdfinfo)."""
    cpu: float
    wall: float
    memory: int
    size: int
    pages: int | None


def run(program, limit):
    """Runs a program once; `limit` in seconds. What it wrote before is removed, so that a stale file never counts."""
    if os.path.exists(program.output):
        os.remove(program.output)
    os.makedirs(os.path.dirname(program.output), exist_ok=True)
    started = time.monotonic()
    log = program.output + ".log"
    with open(log, "w") as out:
        child = subprocess.Popen(program.argv, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                 start_new_session=True, env={**os.environ, **program.env})
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child.pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, usage = os.wait4(child.pid, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    # A process tree's memory is that of its largest process: what wait4 gives for a child and those it waited for.
    usages = [usage, *reap(child.pid)]
    cpu = sum(u.ru_utime + u.ru_stime for u in usages)
    memory = max(u.ru_maxrss for u in usages) * 1024
    if status or not os.path.exists(program.output):
        with open(log, errors="replace") as text:
            said = "".join(text.readlines()[-5:]).strip()
        what = f"no end after {limit:.0f} s" if wall >= limit else f"exit status {child.returncode}"
        raise Failed(f"{program.name}: {what}\n  {' '.join(program.argv)}\n{said}")
    return Sample(cpu, wall, memory, os.path.getsize(program.output), pages(program.output))


def reap(group):
    """Waits for orphans, for up to five seconds, and gives what they used."""
    usages, end = [], time.monotonic() + 5
    while True:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return usages
        if pid:
            usages.append(usage)
        else:
            if time.monotonic() > end:
                os.killpg(group, signal.SIGKILL)
            time.sleep(.05)


def pages(path):
    if not path.endswith(".pdf") or not shutil.which("pdfinfo"):
        return None
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout
    return next((int(line.split()[-1]) for line in told.splitlines() if line.startswith("Pages:")), None)


def in_turn(programs, runs, limit, say):
    """Runs the programs one after the other, `runs` times over (A B A B …), so that a machine's moods hit them all."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    samples = {program.name: [] for program in programs}
    for number in range(1, runs + 1):
        for program in programs:
            say(f"{program.name}, run {number} of {runs}")
            samples[program.name].append(run(program, limit))
    return samples


def median(samples, what):
    return statistics.median(getattr(sample, what) for sample in samples)


def ratio(ours, theirs, what):
    """Our median over theirs, and the least and greatest ratio of runs that followed each other."""
    pairs = [getattr(a, what) / getattr(b, what) for a, b in zip(ours, theirs)]
    return median(ours, what) / median(theirs, what), min(pairs), max(pairs)
