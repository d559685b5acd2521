#!/usr/bin/env python3
"""recompile.py CORPUS — Typst again in the same process, as its `watch` does, after small edits of CORPUS/book.typ.
To be run by the Python of the cache folder, which has Typst. Copies go beside the source."""
import os, sys, time, resource, typst
folder = sys.argv[1]
fonts = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fonts")
with open(f"{folder}/book.typ", encoding="utf-8") as file: text = file.read()
path = f"{folder}/edited.typ"
def put(t):
    with open(path, "w", encoding="utf-8") as file: file.write(t)
put(text)
c = typst.Compiler(path, font_paths=[fonts])
def go(what):
    w, p = time.monotonic(), time.process_time()
    c.compile(output=f"{folder}/edited.pdf")
    print(f"{what}\tcpu {time.process_time()-p:.2f}\twall {time.monotonic()-w:.2f}\tRSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024} MB", flush=True)
go("cold")
go("no edit")
def edit(t, frac, old, new):
    i = t.index(old, int(len(t) * frac)); return t[:i] + new + t[i + len(old):]
for what, new in [("one word, middle", edit(text, .5, "harbour", "harvest")), ("one word, end", edit(text, .98, "harbour", "harvest")),
                  ("one word, start", edit(text, .05, "harbour", "harvest")),
                  ("new paragraph, middle", edit(text, .5, "\n\nThe ", "\n\n" + "A new sentence pushes everything down. " * 12 + "\n\nThe "))]:
    put(new); go(what)
    put(text); go("  (undone)")
