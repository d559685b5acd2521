#!/usr/bin/env python3
"""ty.py IN OUT [standard|-] [notags]  — Typst through its Python package (the same engine as typst-cli)"""
import sys, typst
src, out, std = sys.argv[1], sys.argv[2], (sys.argv[3] if len(sys.argv) > 3 else "-")
kw = {} if std == "-" else {"pdf_standards": std}
if "notags" in sys.argv: kw["pdf_tags"] = False
if out.endswith(".html"): kw["format"] = "html"
typst.compile(src, output=out, **kw)
