#!/usr/bin/env python3
"""ty.py IN OUT [standard|-] [notags]   Typst through its Python package, the same engine as the command line's; with this repository's fonts."""
import os, sys, typst
FONTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fonts")
src, out, std = sys.argv[1], sys.argv[2], (sys.argv[3] if len(sys.argv) > 3 else "-")
more = {} if std == "-" else {"pdf_standards": std}
if "notags" in sys.argv: more["pdf_tags"] = False
typst.compile(src, output=out, font_paths=[FONTS], **more)
