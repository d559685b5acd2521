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


def undone(text):
    """A block's text without its line ends."""
    return text.replace('\n', '')


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


def pdf_text(pdf, node, leave):
    """The text below by the structure tree, blocks apart by line ends."""
    return '\n'.join(undone(''.join(pdf.text.get(m, '') for m in marks)) for _, marks in blocks(node, leave))


class Plain:
    """The same, but for the tree: what each element shows in the order in which MuPDF reads its pages."""

    def __init__(self, pdf):
        self.pages = []
        for runs in pdf.plain:
            at = {}
            for place, (mark, text) in enumerate(runs):
                at.setdefault(mark, []).append((place, text))
            self.pages.append(at)

    def text(self, node, leave):
        out = []
        for _, marks in blocks(node, leave):
            found = [(page, *each) for page, mark in set(marks) for each in self.pages[page].get(mark, [])]
            out.append(undone(''.join(text for _, _, text in sorted(found))))
        return '\n'.join(out)


# ---------------------------------------------------------------- both

def difference(want, got):
    """Where two texts part, or None."""
    if want == got:
        return None
    at = next((i for i, (a, b) in enumerate(zip(want, got)) if a != b), min(len(want), len(got)))
    return f'“{want[max(0, at - 25):at + 25]}” is “{got[max(0, at - 25):at + 25]}”'


def parts(flow_sections, pdf):
    """[(what, the flow's element, the PDF's, whether it is a dispatch)]: each dispatch, and each section around them."""
    sects = [k for k in pdf.document.kids if isinstance(k, Node)]
    if len(sects) != len(flow_sections):
        raise RuntimeError(f'{len(sects)} sections in the structure tree, {len(flow_sections)} in the flow')
    out = []
    for section, sect in zip(flow_sections, sects):
        wanted = [e for e in elements(section['root']) if is_dispatch(e)]
        found = [n for n in sect.walk() if n.tag == 'Art']
        if len(wanted) != len(found):
            raise RuntimeError(f"{section['anchor']}: {len(found)} articles in the structure tree, {len(wanted)} dispatches in the flow")
        out += [(e['id'], e, n, True) for e, n in zip(wanted, found)]
        out.append((section['anchor'], section['root'], sect, False))
    return out


def compare(flow_sections, pdf):
    """(ok, figures, details) of the text MuPDF extracts."""
    plain = Plain(pdf)
    bad, dispatches, characters, notes, hyphens = [], 0, 0, 0, 0
    for what, element, node, dispatch in parts(flow_sections, pdf):
        def leave_flow(e):
            return is_note(e) or not dispatch and is_dispatch(e)

        def leave(n):
            return n.tag == 'Note' or is_marker(n) or not dispatch and n.tag == 'Art'
        want = folded(flow_text(element, leave_flow))
        for how, read in (('tree', lambda n, leave: pdf_text(pdf, n, leave)), ('page', plain.text)):
            if found := difference(want, folded(read(node, leave))):
                bad.append(f'{what}, by the {how}: {found}')
        wanted = flow_notes(element) if dispatch else []
        found = [n for n in node.walk() if n.tag == 'Note'] if dispatch else []
        if len(wanted) != len(found):
            bad.append(f'{what}: {len(found)} notes, not {len(wanted)}')
        for e, n in zip(wanted, found):
            want = folded(flow_text(e))
            for how, read in (('tree', lambda n, leave: pdf_text(pdf, n, leave)), ('page', plain.text)):
                if differs := difference(want, folded(read(n, is_marker))):
                    bad.append(f'{what}, a note by the {how}: {differs}')
            characters += len(want)
        notes += len(found)
        dispatches += dispatch
        characters += len(folded(flow_text(element, leave_flow)))
    hyphens = sum(text.count('\u00AD') for text in pdf.text.values())
    return not bad, f'{dispatches} dispatches, {characters} characters, {notes} notes, {hyphens} hyphens undone', bad
