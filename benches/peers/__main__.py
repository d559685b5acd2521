#!/usr/bin/env python3
"""weekbook beside its peers, on the same books, in turn: CPU, wall clock, peak memory, bytes and pages, as ratios.

  python3 benches/peers                     what docs/performance.md has: 1,000 dispatches, medians of five
  python3 benches/peers --n 100 --runs 1    a minute's look, after the first time
  python3 benches/peers --only book         one of the contests: pdf, epub, growth, book
  python3 benches/peers --also lualatex     further programs, where the machine has them

The first run installs Typst and pandoc (Python packages) and Crowbook (crates.io) into a cache folder of their own."""
from __future__ import annotations

import argparse, datetime, os, platform, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import books, programs
from dataclasses import dataclass
from measure import Failed, in_turn, median, ratio

MB = 1_000_000
FEATURES = ("cpu", "wall", "memory", "size")
NAMES = {"cpu": "CPU", "wall": "wall clock", "memory": "peak memory", "size": "bytes"}


@dataclass
class Row:
    """A bar: our median of `what` over a peer's, or by itself where `peer` is None (memory, in bytes)."""
    contest: str
    work: str
    what: str
    peer: str | None
    bar: float
    stretch: float


def rows(n):
    """The bars; those of a size of its own are for n = 1,000, and at another size only there to look at."""
    both = f"{n:,} dispatches, EPUB and tagged PDF, against Typst's PDF"
    grown = f"{10 * n:,} dispatches"
    return [
        Row("pdf", both, "cpu", "Typst", 1 / 6, 1 / 10),
        Row("pdf", both, "wall", "Typst", 1 / 6, 1 / 10),
        Row("pdf", both, "memory", "Typst", 1 / 5, 1 / 8),
        Row("pdf", both, "size", "Typst", 1 / 2, 1 / 3),
        Row("epub", f"{n:,} dispatches, an EPUB without fonts, against Crowbook's", "cpu", "Crowbook", 1, 1 / 2),
        Row("growth", f"{grown} against {n:,}", "cpu", f"weekbook, {n:,}", 11, 10),
        Row("growth", grown, "memory", None, 1000 * MB, 600 * MB),
        Row("book", "book/, EPUB and PDF, against Typst's PDF of the same text", "cpu", "Typst, book/", 1 / 2, 1 / 4),
    ]


def contests(tools, args, say):
    """Each contest's programs, ours first; made only when it is its turn."""
    out = lambda *parts: os.path.join(args.work, "out", str(args.n), *parts)
    small = lambda: books.corpus(args.work, args.n, say)

    def both(n, name):
        folder = books.corpus(args.work, n, say)
        return programs.ours(tools, name, f"{folder}/src", os.path.join(args.work, "out", str(n), "weekbook"), programs.BOOK)

    def pdf():
        return [both(args.n, "weekbook"), programs.typst(tools, "Typst", f"{small()}/book.typ", out("typst.pdf"))]

    def epub():
        alone = programs.ours(tools, "weekbook, EPUB only", books.epub_only(small()), out("epub-only"), programs.BOOK, ("epub",))
        return [alone, programs.crowbook(tools, small(), out("crowbook.epub")), programs.pandoc_epub(tools, small(), out("pandoc.epub"))]

    def growth():
        return [both(10 * args.n, f"weekbook, {10 * args.n:,}"), both(args.n, f"weekbook, {args.n:,}")]

    def book():
        source, stem = books.sample_for_typst(tools, args.work)
        mine = programs.ours(tools, "weekbook, book/", books.SAMPLE, out("sample"), stem)
        mine.argv += ["-e", "default"]
        return [mine, programs.typst(tools, "Typst, book/", source, out("sample-typst.pdf"))]

    def also():
        peers = [programs.further(tools, name, small(), out(name)) for name in args.also]
        mine = [both(args.n, "weekbook")] if any(kind == "pdf" for _, kind in peers) else []
        if any(kind == "epub" for _, kind in peers):
            mine.append(epub()[0])
        return mine + [program for program, _ in peers]

    chosen = {"pdf": pdf, "epub": epub, "growth": growth, "book": book}
    return [(name, make) for name, make in chosen.items() if name in args.only] + ([("also", also)] if args.also else [])


def fraction(value):
    """A ratio as people say it: 1/6.2 well below one, else 0.96 or 1.31."""
    return f"1/{1 / value:.2g}" if value < .9 else f"{value:.2f}"


def judged(row, samples):
    """A line of the table of bars, and whether the bar is met."""
    mine = next(iter(samples.values()))
    if row.peer is None:
        value, shown = median(mine, row.what), lambda v: f"{v / MB:,.0f} MB"
        least, most = (f(getattr(s, row.what) for s in mine) for f in (min, max))
    else:
        value, least, most = ratio(mine, samples[row.peer], row.what)
        shown = fraction
    verdict = "**stretch**" if value <= row.stretch else "pass" if value <= row.bar else "MISSED"
    cells = (f"{row.work}: {NAMES[row.what]}", f"{shown(value)} ({shown(least)} … {shown(most)})", f"≤ {shown(row.bar)}", f"≤ {shown(row.stretch)}", verdict)
    return f"| {' | '.join(cells)} |", value <= row.bar


def figures(samples, first):
    """A line a program: medians, and the CPU as a ratio of the contest's first."""
    for name, runs in samples.items():
        cpu, wall, memory, size = (median(runs, what) for what in FEATURES)
        pages = runs[0].pages if runs[0].pages else "–"
        against = fraction(ratio(runs, first, "cpu")[0]) if runs is not first else "1"
        yield f"| {name} | {cpu:.2f} s | {against} | {wall:.2f} s | {memory / MB:,.0f} MB | {size / MB:.2f} MB | {pages} |"


def machine():
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{datetime.date.today()}, {cores} cores ({model}), {platform.system()}; {', '.join(programs.PACKAGES)}, crowbook {programs.CROWBOOK}"


def arguments():
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    names = ["pdf", "epub", "growth", "book"]
    parser = argparse.ArgumentParser(prog="benches/peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000, help="dispatches (1000); the bars are for 1000")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program, of which the median counts (5)")
    parser.add_argument("--only", type=lambda s: s.split(","), default=names, metavar="CONTESTS", help="of " + ",".join(names))
    parser.add_argument("--also", type=lambda s: s.split(","), default=[], metavar="PROGRAMS", help="of " + ",".join(programs.FURTHER))
    parser.add_argument("--weekbook", help="a program that is built already (else cargo builds it for release)")
    parser.add_argument("--cache", default=os.path.join(home, "weekbook-peers"), help="where the peers are installed (%(default)s)")
    parser.add_argument("--work", default=os.path.join(programs.ROOT, "target", "bench"), help="where books and outputs go (target/bench)")
    parser.add_argument("--limit", type=float, default=1800, help="seconds after which a run is given up (1800)")
    parser.add_argument("--bar", action="store_true", help="exit with 1 where a bar is missed")
    args = parser.parse_args()
    for given, known in ((args.only, names), (args.also, programs.FURTHER)):
        for name in given:
            if name not in known:
                parser.error(f"no `{name}`; expected some of {', '.join(known)}")
    if args.n < 1 or args.runs < 1:
        parser.error("--n and --runs are 1 or more")
    for name in ("weekbook", "cache", "work"):
        setattr(args, name, getattr(args, name) and os.path.abspath(getattr(args, name)))
    return args


def main():
    args = arguments()
    say = lambda text: print(text, file=sys.stderr, flush=True)
    os.makedirs(args.cache, exist_ok=True)
    tools = programs.Tools(args.cache, args.weekbook, say)
    bars, details, failed, missed = [], [], [], False
    for name, make in contests(tools, args, say):
        try:
            samples = in_turn(make(), args.runs, args.limit, say)
        except Failed as failure:
            say(f"{name}: {failure}")
            failed.append(name)
            continue
        for row in rows(args.n):
            if row.contest == name:
                line, met = judged(row, samples)
                bars.append(line)
                missed |= not met
        details += figures(samples, next(iter(samples.values())))
    print(f"{machine()}\nmedians of {args.runs}, in brackets the least and the greatest of neighbouring runs\n")
    if bars:
        print("| work | measured | bar | stretch | |\n| --- | --- | --- | --- | --- |\n" + "\n".join(bars) + "\n")
    print("| program | CPU | to the first's | wall clock | peak memory | bytes | pages |\n| --- | --- | --- | --- | --- | --- | --- |")
    print("\n".join(details))
    if failed:
        print(f"\nnot measured: {', '.join(failed)}")
    return 1 if failed or (missed and args.bar) else 0


if __name__ == "__main__":
    sys.exit(main())
