"""Is what an extractor takes out of the PDF what the flow says, dispatch by dispatch, character by character?

Made alike on both sides, and nothing else: Unicode's composed form (NFC); a run of white space of any kind is one blank;
U+00AD and the invisible marks of direction and of breaking are left out. Line ends are undone as they stand: a hyphen at
one is dropped where it is soft, and a blank only counts where there is one."""
import json
import os
import re
import unicodedata

import common
from .tagged import Node, Tagged, blocks

FLOW_BLOCKS = {'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'ol', 'ul', 'dl', 'dt', 'dd', 'td', 'th', 'tr', 'thead', 'tbody', 'table',
               'caption', 'pre', 'div', 'section', 'article', 'header', 'footer', 'blockquote', 'br', 'hr', 'nav', 'aside', 'figure',
               'figcaption'}
# U+200C and U+200D choose letters' forms and stay
INVISIBLE = re.compile('[\u00AD\u200B\u200E\u200F\u2060\uFEFF\u202A-\u202E\u2066-\u2069]')


def folded(text):
    return ' '.join(INVISIBLE.sub('', unicodedata.normalize('NFC', text)).split())


def undone(text, ends=''):
    """A block's text without its line ends."""
    return text.rstrip('\n').replace('\n', ends)


# ---------------------------------------------------------------- the flow

def flow(example, manifest, edition):
    """The sections of an edition that print has, from examples/text.rs."""
    r = common.run([example, manifest, edition])
    if r.rc:
        raise RuntimeError(f'{os.path.basename(example)} exited {r.rc}: {r.err.strip()[-300:]}')
    return json.loads(r.out)


def elements(node):
    """An element of the flow and all below."""
    todo = [node]
    while todo:
        node = todo.pop()
        yield node
        todo += [k for k in reversed(node['kids']) if isinstance(k, dict)]


def is_note(node):
    return node['name'] == 'aside' and 'mark' in node


def is_dispatch(node):
    return node['name'] == 'article' and 'dispatch' in node.get('class', '').split()


def flow_text(node, leave=lambda node: False):
    """The text below, blocks apart by line ends; without what `leave` says."""
    out = []

    def walk(node):
        apart = '\n' if node['name'] in FLOW_BLOCKS else ''
        out.append(apart)
        for kid in node['kids']:
            if isinstance(kid, str):
                out.append(kid)
            elif not leave(kid):
                walk(kid)
        out.append(apart)
    walk(node)
    return ''.join(out)


def flow_notes(node):
    """Its notes in the order of their marks."""
    marks = {e['id']: i for i, e in enumerate(elements(node)) if 'note' in e}
    notes = [e for e in elements(node) if is_note(e)]
    return sorted(notes, key=lambda e: marks[e['mark']])


# ---------------------------------------------------------------- the PDF

def is_marker(node):
    """A list's bullet or number, which the flow has no text for. (A term of a definition list is text.)"""
    return node.tag == 'Lbl' and node.up.tag == 'LI' and node.up.up.attribute('/ListNumbering') != '/None'


def pdf_text(pdf, node, leave, ends=''):
    """The text below by the structure tree, blocks apart by line ends."""
    return '\n'.join(undone(''.join(pdf.text.get(m, '') for m in marks), ends) for _, marks in blocks(node, leave))


class Plain:
    """The same, but for the tree: what each element shows in the order in which MuPDF reads its pages."""

    def __init__(self, pdf):
        self.pages = []
        for runs in pdf.plain:
            at = {}
            for place, (mark, text) in enumerate(runs):
                at.setdefault(mark, []).append((place, text))
            self.pages.append(at)

    def text(self, node, leave, ends=''):
        out = []
        for _, marks in blocks(node, leave):
            found = [(page, *each) for page, mark in set(marks) for each in self.pages[page].get(mark, [])]
            out.append(undone(''.join(text for _, _, text in sorted(found)), ends))
        return '\n'.join(out)


# ---------------------------------------------------------------- both

def difference(want, got):
    """Where two texts part, or None."""
    if want == got:
        return None
    at = next((i for i, (a, b) in enumerate(zip(want, got)) if a != b), min(len(want), len(got)))
    return f'“{want[max(0, at - 25):at + 25]}” is “{got[max(0, at - 25):at + 25]}”'


def parts(flow_sections, pdf):
    """[(what, the flow's element, the PDF's, whether it is a dispatch, the section's kind)]: each dispatch, and each section
    around them."""
    sects = [k for k in pdf.document.kids if isinstance(k, Node)]
    if len(sects) != len(flow_sections):
        raise RuntimeError(f'{len(sects)} sections in the structure tree, {len(flow_sections)} in the flow')
    out = []
    for section, sect in zip(flow_sections, sects):
        wanted = [e for e in elements(section['root']) if is_dispatch(e)]
        found = [n for n in sect.walk() if n.tag == 'Art']
        if len(wanted) != len(found):
            raise RuntimeError(f"{section['anchor']}: {len(found)} articles in the structure tree, {len(wanted)} dispatches in the flow")
        out += [(e['id'], e, n, True, section['kind']) for e, n in zip(wanted, found)]
        out.append((section['anchor'], section['root'], sect, False, section['kind']))
    return out


RTL = re.compile('[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]')


class Comparison:
    """Counts what is compared, and lists what differs."""

    def __init__(self, pdf):
        self.pdf, self.plain = pdf, Plain(pdf)
        self.bad, self.characters = [], 0

    def equal(self, what, want, node, leave, kind=''):
        want = folded(want)
        self.characters += len(want)
        # Two things stand apart with no blank between them but the line's end, or dots: the number and the title of a
        # week, a key figure and who says so, a title of the contents and its page.
        ends = ' ' if kind in ('Week', 'FrontPage') else ''
        for how, got in (('tree', pdf_text(self.pdf, node, leave, ends)), ('page', self.plain.text(node, leave, ends))):
            got = folded(got)
            if kind == 'Contents':
                want, got = want.replace(' ', ''), got.replace(' ', '')
            elif kind == 'Week':
                # the week's own contents: a title written from right to left ends where the dots begin
                want, got = (re.sub(r' (?=\d)', '', text) for text in (want, got))
            found = difference(want, got)
            if found:
                self.bad.append(f'{what}, by the {how}: {found}')

    def part(self, what, element, node, dispatch, kind):
        self.equal(what, flow_text(element, lambda e: is_note(e) or not dispatch and is_dispatch(e)), node,
                   lambda n: n.tag == 'Note' or is_marker(n) or not dispatch and n.tag == 'Art', '' if dispatch else kind)
        if not dispatch and any(is_dispatch(e) for e in elements(element)):
            return 0
        wanted, found = flow_notes(element), [n for n in node.walk() if n.tag == 'Note']
        if len(wanted) != len(found):
            self.bad.append(f'{what}: {len(found)} notes, not {len(wanted)}')
        for e, n in zip(wanted, found):
            self.equal(f'{what}, note {folded(flow_text(e))[:12]}', flow_text(e), n, is_marker)
        return len(found)


def compare(flow_sections, pdf):
    """(ok, figures, details): what MuPDF extracts is what the flow says, by the structure tree and by the pages."""
    both = Comparison(pdf)
    dispatches = notes = 0
    for what, element, node, dispatch, kind in parts(flow_sections, pdf):
        notes += both.part(what, element, node, dispatch, kind)
        dispatches += dispatch
    hyphens = sum(text.count('\u00AD') for text in pdf.text.values())
    figures = f'{dispatches} dispatches and all around them, {both.characters} characters, {notes} notes, {hyphens} hyphens undone'
    return not both.bad, figures, both.bad


def same_lines(text):
    """Two extractors see the same lines: a line end is a blank in both, but for a soft hyphen's."""
    return folded(re.sub('\u00AD\\s*\n', '', text).replace('\n', ' '))


def blanks_lost(want, got):
    """How many blanks of a text another lacks that is else the same; None where it is not."""
    lost = at = 0
    for c in want:
        if at < len(got) and got[at] == c:
            at += 1
        elif c == ' ':
            lost += 1
        else:
            return None
    return lost if at == len(got) else None


def stretches(lines):
    """The lines without letters from the right, joined where they follow each other. Signs at their ends are left out where
    there are others: they may be on the others' lines for poppler."""
    out = ['']
    for line in lines:
        if RTL.search(line):
            out.append('')
        else:
            out[-1] += line
    if len(out) > 1:
        out = [re.sub(r'^\W+|\W+$', '', s) for s in out]
    return [s for s in map(same_lines, out) if s], len(out) == 1


def poppler(path, pdf):
    """(ok, figures, details): on each page poppler reads what MuPDF does, but for lines with letters from the right. Excused
    are narrow blanks: below 0.15 em poppler goes by the gap, not by the character; at most one in 5,000."""
    r = common.run(['pdftotext', '-raw', '-enc', 'UTF-8', path, '-'])
    if r.rc:
        raise RuntimeError(f'pdftotext exited {r.rc}: {r.err.strip()[-200:]}')
    pages = r.out.split('\f')[:-1]
    if len(pages) != len(pdf.plain):
        return False, f'{len(pages)} pages, not {len(pdf.plain)}', []
    bad, whole, blanks, narrow = [], 0, 0, 0
    for number, (runs, got) in enumerate(zip(pdf.plain, map(same_lines, pages))):
        wanted, alone = stretches(''.join(text for _, text in runs).splitlines(keepends=True))
        whole += alone
        places = [i for i, c in enumerate(got) if c != ' ']
        compact, at = got.replace(' ', ''), 0
        for want in wanted:
            bare = want.replace(' ', '')
            begin = 0 if alone else compact.find(bare, at)
            at = begin + len(bare)
            found = got if alone else got[places[begin]:places[at - 1] + 1] if begin >= 0 else ''
            lost = blanks_lost(want, found)
            if lost is None:
                bad.append(f'page {number + 1}: ' + (difference(want, found) if begin >= 0 else f'“{want[:50]}” is not there'))
                break
            blanks += want.count(' ')
            narrow += lost
    if narrow > 1 + blanks / 5000:
        bad.append(f'{narrow} of {blanks} blanks are too narrow for poppler')
    return not bad, f'{len(pages)} pages, {whole} of them in Latin letters alone, {narrow} of {blanks} blanks excused (narrow)', bad
