"""A tagged PDF as its structure tree tells it: qpdf gives the tree, MuPDF the text of each marked content."""
import json
import os
import re
import sys

import common
from .harness import VALIDATORS

# Elements that hold lines of text; what stands within them is part of their lines.
LINES = {'P', 'H', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'Lbl', 'LBody', 'Caption', 'TH', 'TD', 'TOCI', 'Reference', 'Code'}


class Node:
    """A structure element. `kids` are elements, and (page, mcid) of marked content; `links` the annotations it refers to."""

    def __init__(self, tag, up, at):
        self.tag, self.up, self.at, self.kids, self.links = tag, up, at, [], []

    def text(self, key):
        """A text string of its dictionary."""
        got = self.at.get(key)
        return re.sub('^[ub]:', '', got) if isinstance(got, str) else got

    def attribute(self, key):
        owners = self.at.get('/A') or []
        for owner in owners if isinstance(owners, list) else [owners]:
            if isinstance(owner, dict) and key in owner:
                return owner[key]
        return None

    def lang(self):
        node = self
        while node and not node.text('/Lang'):
            node = node.up
        return node.text('/Lang') if node else None

    def walk(self):
        """Itself and all elements below, in the order of reading."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo += [k for k in reversed(node.kids) if isinstance(k, Node)]

    def marks(self):
        """All marked content below, in the order of reading."""
        todo = [self]
        while todo:
            k = todo.pop()
            if isinstance(k, Node):
                todo += reversed(k.kids)
            else:
                yield k

    def within(self, *tags):
        node = self.up
        while node and node.tag not in tags:
            node = node.up
        return node


class Tagged:
    def __init__(self, path):
        r = common.run(['qpdf', '--json', '--json-key=qpdf', '--json-stream-data=none', path])
        if r.rc:
            raise RuntimeError(f'qpdf --json exited {r.rc}: {r.err.strip()[-200:]}')
        self.objects = json.loads(r.out)['qpdf'][1]
        catalog = self.get(self.objects['trailer']['value']['/Root'])
        self.lang = re.sub('^[ub]:', '', catalog['/Lang'])
        self.pages = {}
        self._pages(catalog['/Pages'])
        self.destinations = dict(self._names(self.get(self.get(catalog['/Names'])['/Dests'])))
        root = self.get(catalog['/StructTreeRoot'])
        kids = root['/K'] if isinstance(root['/K'], list) else [root['/K']]
        if len(kids) != 1:
            raise RuntimeError(f'{len(kids)} elements at the root of the structure tree')
        self.document = self._node(kids[0], None)
        self.text = self._text(path)

    def get(self, ref):
        """What a reference leads to; a value is itself."""
        while isinstance(ref, str) and re.fullmatch(r'\d+ \d+ R', ref):
            entry = self.objects['obj:' + ref]
            ref = entry['value'] if 'value' in entry else entry['stream']['dict']
        return ref

    def _pages(self, ref):
        node = self.get(ref)
        if '/Kids' in node:
            for kid in node['/Kids']:
                self._pages(kid)
        else:
            self.pages[ref] = len(self.pages)

    def _names(self, node):
        for kid in node.get('/Kids', []):
            yield from self._names(self.get(kid))
        names = self.get(node.get('/Names', []))
        for name, target in zip(names[::2], names[1::2]):
            target = self.get(target)
            yield re.sub('^[ub]:', '', name), self.pages[(target if isinstance(target, list) else target['/D'])[0]]

    def _node(self, ref, up):
        # depth is bounded: documents of a program that bounds it
        at = self.get(ref)
        node = Node(at['/S'][1:], up, at)
        own = at.get('/Pg')
        kids = self.get(at.get('/K', []))
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, int):
                node.kids.append((self.pages[own], kid))
                continue
            value = self.get(kid)
            if value.get('/Type') == '/MCR':
                node.kids.append((self.pages[value.get('/Pg', own)], value['/MCID']))
            elif value.get('/Type') == '/OBJR':
                node.links.append(self.get(value['/Obj']))
            else:
                node.kids.append(self._node(kid, node))
        return node

    def _text(self, path):
        """{(page, mcid): text}; also `plain`: for each page [(mcid, text)] as MuPDF reads it, artefacts as -1."""
        code = os.path.join(VALIDATORS, 'lib', 'mupdf_text.py')
        r = common.run([sys.executable, code, path], extra_env={'PYTHONPATH': common.env()['MUPDF_PATH'], 'PYTHONUTF8': '1'})
        if r.rc:
            raise RuntimeError(f'MuPDF exited {r.rc}: {r.err.strip()[-200:]}')
        texts, self.plain = {}, []
        for number, line in enumerate(r.out.splitlines()):
            page, start, runs = json.loads(line), 0, []
            for end, mark in page['runs']:
                runs.append((mark, page['text'][start:end]))
                start = end
                if mark == -2 and runs[-1][1].strip():
                    raise RuntimeError(f'page {number + 1} shows {runs[-1][1]!r} outside of marked content')
            for mark, text in runs:
                texts[number, mark] = texts.get((number, mark), '') + text
            self.plain.append(runs)
        return texts

    def artefacts(self, page):
        """The lines that are nobody's."""
        return [x for mark, text in self.plain[page] if mark == -1 for x in text.splitlines() if x.strip()]


def is_block(node):
    """Whether an element holds lines of its own."""
    if node.tag == 'Code':
        return node.attribute('/Placement') == '/Block'
    if node.tag == 'Lbl':
        return node.up.tag != 'P'
    return node.tag in LINES and node.tag != 'Reference'


def blocks(node, skip=lambda node: False):
    """[(element, [(page, mcid)])]: what stands in each block below, in the order of reading. The lines before and after
    a block within another are blocks of their own."""
    out = []

    def add(block, mark):
        if not out or out[-1][0] is not block:
            out.append((block, []))
        out[-1][1].append(mark)

    def walk(node, block):
        if skip(node):
            return
        if is_block(node) or block is None:
            block = node
        for kid in node.kids:
            if isinstance(kid, Node):
                walk(kid, block)
            else:
                add(block, kid)
    walk(node, None)
    return out
