"""What MuPDF extracts from a PDF, and to which marked content each character belongs: one JSON object a page on standard
output. Run in a process of its own, with PyMuPDF on its path: mupdf_text.py FILE

    {"text": "…", "runs": [[END, MCID], …]}

`text` is the page as `mutool draw -F txt` prints it, a line end after each line. `runs` part it, each up to END, by the
identifier of the marked content; -1 is an artefact's, -2 that of what is neither.

MuPDF tells the colour of each character, but not its marked content, and colours play no part in how it reads a page. So
it reads a copy whose marked contents each have a colour of their own."""
import html
import json
import re
import sys

import pymupdf
from pymupdf import mupdf

OPTIONS = mupdf.FZ_STEXT_PRESERVE_WHITESPACE | mupdf.FZ_STEXT_PRESERVE_LIGATURES
ARTEFACT, NEITHER = 0xFFFFFF, 0xFFFFFE
TOKEN = re.compile(rb'\(|\b(?:BDC|BMC|EMC)\b|/Artifact\b|/MCID\s+(?P<mcid>\d+)|(?P<fill>[-\d.]+\s+[-\d.]+\s+[-\d.]+\s+rg)\b')
STRING = re.compile(rb'\\.|[()]', re.S)
CHARACTER = re.compile(r'</(?P<end>line)>|<char [^>]*? color="#(?P<colour>\w{6})"[^>]*? c="(?P<c>[^"]*)"')


def paint(number):
    return b' %.6f %.6f %.6f rg ' % tuple((number >> shift & 0xFF) / 255 for shift in (16, 8, 0))


def coloured(stream):
    """A content stream with a fill colour for each marked content, and no other."""
    out, at, open_, pos = [paint(NEITHER)], 0, [], 0
    mark = None
    while m := TOKEN.search(stream, pos):
        pos, what = m.end(), m.group()
        if what == b'(':
            depth = 1
            while depth:
                m = STRING.search(stream, pos)
                pos = m.end()
                depth += {b'(': 1, b')': -1}.get(m.group(), 0)
        elif m['mcid']:
            mark = int(m['mcid'])
        elif m['fill']:
            out.append(stream[at:m.start()])
            at = pos
        elif what == b'/Artifact':
            mark = ARTEFACT
        else:
            if what != b'EMC':
                # what an artefact or an element holds is part of it, whatever it is marked as
                open_.append(open_[-1] if open_ and open_[-1] is not None else mark)
            else:
                open_.pop()
            mark = None
            now = open_[-1] if open_ and open_[-1] is not None else NEITHER
            out += [stream[at:pos], paint(now)]
            at = pos
    if open_:
        raise ValueError('marked content is not closed')
    return b''.join(out) + stream[at:]


def read(page):
    stext = mupdf.FzStextPage(page, mupdf.FzStextOptions(OPTIONS))
    buffer = mupdf.fz_new_buffer(1 << 16)
    out = mupdf.FzOutput(buffer)
    mupdf.fz_print_stext_page_as_xml(out, stext, 0)
    out.fz_close_output()
    text, runs, length = [], [], 0
    for m in CHARACTER.finditer(buffer.fz_buffer_extract().decode()):
        if m['end']:
            text.append('\n')
            length += 1
            if runs:
                runs[-1][0] = length
            continue
        c, number = m['c'], int(m['colour'], 16)
        text.append(html.unescape(c) if '&' in c else c)
        length += len(text[-1])
        mark = {ARTEFACT: -1, NEITHER: -2}.get(number, number)
        if runs and runs[-1][1] == mark:
            runs[-1][0] = length
        else:
            runs.append([length, mark])
    return {'text': ''.join(text), 'runs': runs}


def main():
    document = pymupdf.open(sys.argv[1])
    for page in document:
        for xref in page.get_contents():
            document.update_stream(xref, coloured(document.xref_stream(xref)), compress=0)
    for page in document:
        print(json.dumps(read(page.this), ensure_ascii=False))


if __name__ == '__main__':
    main()
