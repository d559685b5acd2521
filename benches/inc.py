#!/usr/bin/env python3
"""inc.py N — Typst re-compile inside one process (what `typst watch` does) after small edits.
Run it in the folder that peers.sh works in, after `peers.sh typst N`."""
import sys, time, resource, typst
n = sys.argv[1]
text = open(f"corpus/{n}/book.typ", encoding="utf-8").read()
path = f"corpus/{n}/inc.typ"
def put(t): open(path, "w", encoding="utf-8").write(t)
put(text)
c = typst.Compiler(path)
def go(what):
    w, p = time.monotonic(), time.process_time()
    c.compile(output=f"out/{n}/inc.pdf")
    print(f"{what}\t{n}\tcpu {time.process_time()-p:.2f}\twall {time.monotonic()-w:.2f}\tRSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024} MB", flush=True)
go("cold")
go("no edit")
def edit(t, frac, old, new):
    i = t.index(old, int(len(t) * frac)); return t[:i] + new + t[i + len(old):]
for what, new in [("one word, middle", edit(text, .5, "harbour", "harvest")), ("one word, end", edit(text, .98, "harbour", "harvest")),
                  ("one word, start", edit(text, .05, "harbour", "harvest")),
                  ("new paragraph, middle", edit(text, .5, "\n\nThe ", "\n\n" + "A new sentence pushes everything down. " * 12 + "\n\nThe "))]:
    put(new); go(what)
    put(text); go("  (undone)")
