"""Would the checks of text, structure and page list see a fault? Each is made in a book that has none, as it was read."""
import copy
import os
import re

from . import pages, structure, text
from .books import Book
from .harness import ROOT
from .tagged import Node


# A word from the right and its stop.
ENDING = re.compile(f'({text.RTL.pattern}+)\n?(\\.)')


def first(pdf, tag, test=lambda node: True):
    return next(n for n in pdf.document.walk() if n.tag == tag and test(n))


def swap(kids, a, b):
    kids[a], kids[b] = kids[b], kids[a]


def body_mark(pdf):
    """Of the middle of a paragraph of a dispatch."""
    paragraphs = [n for n in first(pdf, 'Art').kids if n.tag == 'P']
    return next(k for n in reversed(paragraphs) for k in n.kids if not isinstance(k, Node) and len(pdf.text[k]) > 20)


def lose_a_letter(pdf):
    mark = body_mark(pdf)
    pdf.text[mark] = pdf.text[mark][:9] + pdf.text[mark][10:]


def lose_a_letter_on_the_page(pdf):
    page, mark = body_mark(pdf)
    pdf.plain[page] = [(m, t[:9] + t[10:] if m == mark else t) for m, t in pdf.plain[page]]


def stop_before_its_word(pdf):
    """As a reader has it that turns an Arabic line round with its stop."""
    found = ((page, i) for page, runs in enumerate(pdf.plain) for i, (_, t) in enumerate(runs) if ENDING.search(t))
    page, at = next(found)
    mark, shown = pdf.plain[page][at]
    pdf.plain[page][at] = mark, ENDING.sub(r'\2\1', shown)


def forget_a_paragraph(pdf):
    page, mark = body_mark(pdf)
    pdf.plain[page] = [(-1 if m == mark else m, t) for m, t in pdf.plain[page]]


def swap_dispatches(pdf):
    kids = first(pdf, 'Art').up.kids
    at = [i for i, k in enumerate(kids) if isinstance(k, Node) and k.tag == 'Art']
    swap(kids, at[0], at[1])


def credit_first(pdf):
    kids = first(pdf, 'H2', lambda n: n.up.tag == 'Art').up.kids
    at = next(i for i, k in enumerate(kids) if isinstance(k, Node) and k.tag == 'H2')
    swap(kids, at, at + 1)


def move_a_note(pdf):
    note = first(pdf, 'Note')
    note.up.kids.remove(note)
    note.up.kids.append(note)


def loosen_a_mark(pdf):
    note = first(pdf, 'Note').text('/ID')
    for node in pdf.document.walk():
        for link in node.links:
            if str(link.get('/Dest', '')).endswith(note):
                link['/Dest'] = 'u:' + next(iter(pdf.destinations))


def set_tag(tag, other):
    def change(pdf):
        first(pdf, tag).tag = other
    return change


def forget(tag, key, test=lambda node: True):
    def change(pdf):
        del first(pdf, tag, lambda n: key in n.at and test(n)).at[key]
    return change


def label_gone(pdf):
    item = first(pdf, 'LI', lambda n: n.up.attribute('/ListNumbering') != '/None')
    item.kids = item.kids[1:]


def silent_link(pdf):
    first(pdf, 'Link').links[0]['/Contents'] = 'u:'


def turn_pages(pdf):
    """The text of each page is the next one's."""
    pdf.plain = pdf.plain[1:] + pdf.plain[:1]
    pdf.text = {((page - 1) % len(pdf.plain), mark): text for (page, mark), text in pdf.text.items()}
    for node in pdf.document.walk():
        node.kids = [k if isinstance(k, Node) else ((k[0] - 1) % len(pdf.plain), k[1]) for k in node.kids]


FAULTS = [('text', change) for change in (lose_a_letter, lose_a_letter_on_the_page, stop_before_its_word, swap_dispatches)] + [('structure', change) for change in (
    forget_a_paragraph, credit_first, move_a_note, loosen_a_mark, set_tag('H3', 'H4'), set_tag('TH', 'TD'), set_tag('LI', 'P'), forget('TH', '/A'),
    forget('Figure', '/Alt'), forget('Figure', '/A'), forget('Art', '/Lang'), forget('L', '/A'), forget('Note', '/ID'), label_gone,
    silent_link)] + [('pages', turn_pages)]


def faults(report, weekbook, tmp):
    book = Book(report, weekbook, 'checks', os.path.join(ROOT, 'tests', 'books', 'full', 'manifest.yaml'), tmp)
    if not book.check('build', book.build):
        return
    edition, epub, pdf_path = book.pairs()[0]
    sound = book.tagged(pdf_path)
    flow = text.flow(weekbook.example('text'), book.manifest, edition)
    checks = {'text': lambda pdf: text.compare(flow, pdf), 'structure': lambda pdf: structure.compare(flow, pdf),
              'pages': lambda pdf: pages.compare(epub, pdf_path, pdf)}

    def work():
        missed = []
        for number, (kind, change) in enumerate(FAULTS):
            broken = copy.deepcopy(sound)
            change(broken)
            try:
                seen = not checks[kind](broken)[0]
            except RuntimeError:
                seen = True
            if not seen:
                missed.append(f'fault {number + 1}, {change.__qualname__}: not seen by the check of {kind}')
        return not missed, f'{len(FAULTS) - len(missed)} of {len(FAULTS)} made faults seen', missed
    book.check('faults', work)
