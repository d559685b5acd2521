"""Do the EPUB's page markers and the PDF's pages tell the same story?"""
import json
import posixpath
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from urllib.parse import unquote

import common

OPF, XHTML, OPS = ('{http://www.idpf.org/2007/opf}', '{http://www.w3.org/1999/xhtml}', '{http://www.idpf.org/2007/ops}')
SAMPLE = 24       # letters compared on each side of a page break
ENOUGH = 6        # fewer say nothing
BLOCKS = {'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'ol', 'ul', 'dl', 'dt', 'dd', 'td', 'th', 'tr', 'table', 'caption', 'pre',
          'div', 'section', 'article', 'header', 'footer', 'blockquote', 'br', 'hr', 'nav', 'aside', 'figure', 'figcaption'}
NOTES = {'footnote', 'footnotes', 'endnote', 'endnotes', 'rearnote', 'rearnotes'}


def letters(text):
    """Letters alone: what hyphenation, ligatures, case, marks, list and note numbers cannot change between the editions."""
    flat = unicodedata.normalize('NFKD', text).casefold()
    return ''.join(c for c in flat if unicodedata.category(c)[0] == 'L' and c != '\u0640')


# ---------------------------------------------------------------- PDF

def _roman(n):
    out = ''
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), 'm cm d cd c xc l xl x ix v iv i'.split()):
        out += sign * (n // value)
        n %= value
    return out


def _number(style, n):
    if style in ('/R', '/r'):
        got = _roman(n)
    elif style in ('/A', '/a'):
        got = chr(ord('a') + (n - 1) % 26) * ((n - 1) // 26 + 1)
    else:
        return str(n) if style == '/D' else ''
    return got.upper() if style in ('/R', '/A') else got


def pdf_labels(pdf):
    """The label of each page, in order, from the document's number tree as qpdf reads it."""
    r = common.run(['qpdf', '--json', '--json-key=pagelabels', '--json-key=pages', pdf])
    if r.rc:
        raise RuntimeError(f'qpdf --json exited {r.rc}: {r.err.strip()[-200:]}')
    d = json.loads(r.out)
    ranges = {x['index']: x['label'] for x in d['pagelabels']} or {0: {'/S': '/D'}}
    out, at, style = [], 0, {}
    for i in range(len(d['pages'])):
        if i in ranges:
            at, style = i, ranges[i]
        prefix = re.sub('^u:', '', style.get('/P', ''))
        out.append(prefix + _number(style.get('/S'), style.get('/St', 1) + i - at))
    return out


class Page:
    """A page's letters as MuPDF reads them."""

    def __init__(self, text):
        self.plain = letters(text)

    def has(self, sample):
        return sample in self.plain


def pdf_pages(pdf):
    """MuPDF's text of each page, in a process of its own: its library is not to be trusted with ours."""
    code = 'import sys, pymupdf; sys.stdout.write("".join(p.get_text() + "\\f" for p in pymupdf.open(sys.argv[1])))'
    r = common.run([sys.executable, '-c', code, pdf], extra_env={'PYTHONPATH': common.env()['MUPDF_PATH'], 'PYTHONUTF8': '1'})
    if r.rc:
        raise RuntimeError(f'MuPDF exited {r.rc}: {r.err.strip()[-200:]}')
    return [Page(t) for t in r.out.split('\f')[:-1]]


def running_text(tagged):
    """For each page the letters of its running text in the order of reading, and whether it ends within a word: without
    furniture, notes and their marks, and without figures, which layout may move to a page's top."""
    owners = {k: node for node in tagged.document.walk() for k in node.kids if not hasattr(k, 'kids')}
    apart = {}
    for node in tagged.document.walk():
        # a note's mark is a reference, and so is an entry of the contents, which says more than its mark
        mark = node.tag == 'Reference' and node.up.tag not in ('TOCI', 'TOC')
        figure = node.tag in ('Figure', 'Note') or node.tag == 'Caption' and node.up.tag != 'Table'
        marker = node.tag == 'Lbl' and node.up.tag == 'LI' and node.up.up.attribute('/ListNumbering') != '/None'
        apart[node] = mark or figure or marker or node.up is not None and apart[node.up]
    out = []
    for number, runs in enumerate(tagged.plain):
        marks = dict.fromkeys(mark for mark, _ in runs if mark >= 0)
        shown = [tagged.text[number, mark] for mark in sorted(marks) if not apart[owners[number, mark]]]
        text = ''.join(shown)
        out.append((letters(text), text.rstrip().endswith('\u00AD')))
    return out


# ---------------------------------------------------------------- EPUB

class Epub:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        opf = ET.fromstring(self.zip.read('META-INF/container.xml')).find('.//{*}rootfile').get('full-path')
        package = ET.fromstring(self.zip.read(opf))
        items = {i.get('id'): i for i in package.iter(OPF + 'item')}
        self.spine = [self._join(opf, items[r.get('idref')].get('href')) for r in package.find(OPF + 'spine')]
        self.nav = next(self._join(opf, i.get('href')) for i in items.values() if 'nav' in (i.get('properties') or '').split())

    @staticmethod
    def _join(base, href):
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href)))

    def document(self, name):
        return ET.fromstring(self.zip.read(name))

    def page_list(self):
        """[(label, (document, id))] in the order of the navigation document."""
        out = []
        for nav in self.document(self.nav).iter(XHTML + 'nav'):
            if nav.get(OPS + 'type') == 'page-list':
                for a in nav.iter(XHTML + 'a'):
                    path, _, anchor = a.get('href').partition('#')
                    out.append((''.join(a.itertext()).strip(), (self._join(self.nav, path) if path else self.nav, anchor)))
        return out

    def stream(self, name, targets):
        """The document as a list: a string is running text, None a seam between blocks, a tuple the page break it names.
        Notes and figures are left out: layout may move them from one page to another."""
        out = []

        def walk(e, silent):
            if not isinstance(e.tag, str):
                return
            tag, kind = e.tag.rpartition('}')[2], set((e.get(OPS + 'type') or '').split())
            role = (e.get('role') or '').removeprefix('doc-')
            silent = silent or tag in ('figure', 'script', 'style') or bool(kind & NOTES) or role in NOTES or e.get('hidden') is not None
            if (name, e.get('id')) in targets:
                out.append((name, e.get('id')))
            marker = 'pagebreak' in kind or role == 'pagebreak'
            if tag in BLOCKS:
                out.append(None)
            if not silent and not marker and e.text:
                out.append(e.text)
            for c in e:
                walk(c, silent)
                if not silent and c.tail:
                    out.append(c.tail)
            # print may put a note's mark or an address behind a link
            if tag in BLOCKS or tag == 'a':
                out.append(None)

        walk(self.document(name).find(XHTML + 'body'), False)
        return out


def _pieces(tokens):
    """Running text of each block in turn; breaks inside are transparent."""
    blocks = [[]]
    for t in tokens:
        if t is None:
            blocks.append([])
        elif isinstance(t, str):
            blocks[-1].append(t)
    return [p for p in (''.join(b) for b in blocks) if letters(p)]


def _sample(pieces, from_end):
    """About SAMPLE letters from one end of the pieces, as separate samples a block."""
    out, left = [], SAMPLE
    for p in reversed(pieces) if from_end else pieces:
        got = letters(p)[-left:] if from_end else letters(p)[:left]
        out.append(got)
        left -= len(got)
        if left <= 0:
            break
    return out


def _without_seam_word(pieces, from_end):
    """A word broken across two pages belongs to either, so it may stand on the other side of the marker."""
    rest = list(pieces)
    i = -1 if from_end else 0
    words = rest[i].split()
    rest[i] = ' '.join(words[:-1] if from_end else words[1:])
    return rest


def _on_page(pieces, page, from_end):
    """None where there is too little to say."""
    sample = _sample(pieces, from_end)
    if len(''.join(sample)) < ENOUGH:
        return None
    if all(page.has(s) for s in sample):
        return True
    other = _sample(_without_seam_word(pieces, from_end), from_end)
    return len(''.join(other)) >= ENOUGH and all(page.has(s) for s in other)


def _at_top(pieces, tops, number):
    """Whether a page's running text begins with the first of the pieces: None where there is too little to say."""
    top, _ = tops[number]
    sample = letters(pieces[0])[:SAMPLE] if pieces else ''
    if not top or not sample or len(letters(''.join(pieces))) < ENOUGH:
        return None
    if top.startswith(sample):
        return True
    # a word that a hyphen parts belongs to either page
    words = pieces[0].split()
    broken = number > 0 and tops[number - 1][1] and len(words) > 1
    rest = letters(' '.join(words[1:]))[:SAMPLE] if broken else ''
    return bool(rest) and rest in top[:SAMPLE + len(letters(words[0]))]


def compare(epub_path, pdf_path, tagged, minimum=0.9):
    """(ok, figures, details): every label is a page of the PDF, in order; what follows a marker is the first running text of
    that page, what precedes it stands on the page before."""
    epub, labels, pages, tops = Epub(epub_path), pdf_labels(pdf_path), pdf_pages(pdf_path), running_text(tagged)
    bad = []
    if len(labels) != len(pages):
        bad.append(f'{len(labels)} labels but {len(pages)} pages of text')
    listed = epub.page_list()
    by_label = {}
    for i, label in enumerate(labels):
        by_label.setdefault(label, i)
    for label, _ in listed:
        if label not in by_label:
            bad.append(f'page {label} of the page list is no page of the PDF')
    known = [(label, target) for label, target in listed if label in by_label]
    places = [by_label[label] for label, _ in known]
    if places != sorted(places):
        bad.append('the page list is not in the order of the PDF')

    targets = {target: label for label, target in known}
    after = before = silent = 0
    seen, previous = [], None
    for name in dict.fromkeys([*epub.spine, epub.nav]):
        tokens = epub.stream(name, targets)
        at = [i for i, t in enumerate(tokens) if isinstance(t, tuple)]
        for k, i in enumerate(at):
            label = targets[tokens[i]]
            end = at[k + 1] if k + 1 < len(at) else len(tokens)
            begin = at[k - 1] + 1 if k else 0
            follows, precedes = _pieces(tokens[i:end]), _pieces(tokens[begin:i])
            got = _at_top(follows, tops, by_label[label])
            after += got is not None
            silent += got is None
            if got is False:
                top = tops[by_label[label]][0][:30]
                bad.append(f'page {label} ({name}): “{follows[0].strip()[:50]}” follows the marker, but the page begins “{top}”')
            got = _on_page(precedes, pages[by_label[previous]], True) if previous else None
            before += got is not None
            if got is False:
                bad.append(f'page {label} ({name}): “{precedes[-1].strip()[-50:]}” precedes the marker but is not on page {previous}')
            seen.append(label)
            previous = label
    if sorted(seen) != sorted(label for label, _ in known):
        bad.append(f'{len(known)} entries of the page list lead to {len(seen)} places in the text')
    elif seen != [label for label, _ in known]:
        bad.append('the markers are not in the order of the page list')
    if not listed:
        bad.append('no page list')
    elif after < minimum * len(listed):
        bad.append(f'only {after} of {len(listed)} markers could be compared')
    return not bad, f'{len(listed)} of {len(pages)} pages listed; {after} markers stand before the top of their page, text compared before {before}, {silent} without text', bad


def compare_list(entries, epub_path, pdf_path):
    """(ok, figures, details): `weekbook list` names the page each title stands on, and no page from the first dispatch
    to the last is missing from the page list unless it carries next to no text."""
    labels, pages = pdf_labels(pdf_path), pdf_pages(pdf_path)
    listed = {label for label, _ in Epub(epub_path).page_list()}
    bad, places = [], []
    for e in entries:
        if e['page'] not in labels:
            bad.append(f"{e['title']!r}: page {e['page']!r} is no page of the PDF")
            continue
        places.append(labels.index(e['page']))
        if not pages[places[-1]].has(letters(e['title'])):
            bad.append(f"{e['title']!r} is not on page {e['page']}")
    if not entries:
        bad.append('the list is empty')
    for i in range(min(places, default=0), max(places, default=-1) + 1):
        if labels[i] not in listed and len(pages[i].plain) > 80:
            bad.append(f'page {labels[i]} holds {len(pages[i].plain)} letters but is not in the page list')
    return not bad, f"{len(entries)} titles sought{'' if bad else ', each on the page that list names'}", bad
