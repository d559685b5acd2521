"""Does the structure tree say what the flow says: what each thing is, in which language, in which order, tied to what?"""
import re

from .tagged import Node
from .text import elements, flow_text, folded, is_dispatch, is_note, parts, undone

HEADING = re.compile('H([1-6])')


def said(pdf, node):
    return folded(undone(''.join(pdf.text.get(m, '') for m in node.marks())))


def headings(pdf, flow, bad):
    """One H1 opens each section that has headings; below, no level is skipped."""
    count = 0
    for sect in (k for k in pdf.document.kids if isinstance(k, Node)):
        level = 0
        for node in sect.walk():
            if found := HEADING.fullmatch(node.tag):
                count += 1
                if int(found[1]) > level + 1:
                    bad.append(f'{node.tag} “{said(pdf, node)[:40]}” after H{level}')
                level = int(found[1])
    wanted = sum(e['name'] in ('h1', 'h2', 'h3', 'h4', 'h5', 'h6') for s in flow for e in elements(s['root']))
    if count != wanted:
        bad.append(f'{count} headings, not {wanted}')
    return f'{count} headings'


def credits(pdf, flow, bad):
    """Each dispatch begins with its headline, perhaps a kicker before it, and its credit line comes next."""
    count = 0
    for what, element, node, dispatch, _ in parts(flow, pdf):
        if not dispatch:
            continue
        kids = [k for k in node.kids if isinstance(k, Node)]
        at = next((i for i, k in enumerate(kids) if HEADING.fullmatch(k.tag)), None)
        credit = next((e for e in element['kids'] if 'credit' in e.get('class', '').split()), None)
        title = next(e for e in element['kids'] if e['name'] == 'h2')
        if at is None or at > 1 or said(pdf, kids[at]) != folded(flow_text(title)):
            bad.append(f'{what} does not begin with its headline')
        elif credit and flow_text(credit).strip():
            # signs may be read elsewhere in a line of two directions
            def letters(text):
                return sorted(c for c in text if c.isalnum())
            count += 1
            if at + 1 == len(kids) or letters(said(pdf, kids[at + 1])) != letters(flow_text(credit)):
                bad.append(f'{what}: its credit line does not follow the headline')
    return f'{count} credits'


def lists(pdf, flow, bad):
    items = 0
    for node in pdf.document.walk():
        if node.tag == 'L':
            numbering = node.attribute('/ListNumbering')
            if not numbering:
                bad.append('a list without ListNumbering')
            if any(k.tag not in ('LI', 'L', 'Caption') for k in node.kids):
                bad.append(f'a list holds {[k.tag for k in node.kids]}')
            numbers = []
            for item in (k for k in node.kids if k.tag == 'LI'):
                items += 1
                tags = [k.tag for k in item.kids]
                if numbering == '/None':
                    if not tags or any(t not in ('Lbl', 'LBody') for t in tags):
                        bad.append(f'an item holds {tags}')
                    continue
                if tags not in (['Lbl', 'LBody'], ['Lbl']):
                    bad.append(f'an item holds {tags}')
                    continue
                label = said(pdf, item.kids[0])
                if not label:
                    bad.append('an item with an empty label')
                if digits := re.search(r'\d+', label):
                    numbers.append(int(digits[0]))
            if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
                bad.append(f'items numbered {numbers}')
        elif node.tag in ('LI', 'LBody') and node.up.tag not in ('L', 'LI'):
            bad.append(f'{node.tag} in {node.up.tag}')
    # Those of a contents, the book's or a week's, are entries of a table of contents.
    entries = {id(e) for s in flow for nav in elements(s['root']) if nav['name'] == 'nav' for e in elements(nav)}
    wanted = sum(e['name'] == 'li' and id(e) not in entries for s in flow for e in elements(s['root']))
    terms = sum(e['name'] in ('dt', 'dd') for s in flow for e in elements(s['root']))
    if not wanted <= items <= wanted + terms:
        bad.append(f'{items} items, not {wanted} and those of {terms} terms and meanings')
    return f'{items} items'


def tables(pdf, flow, bad):
    found = [n for n in pdf.document.walk() if n.tag == 'Table']
    wanted = [e for s in flow for e in elements(s['root']) if e['name'] == 'table']
    if len(found) != len(wanted):
        bad.append(f'{len(found)} tables, not {len(wanted)}')
    for node, element in zip(found, wanted):
        rows = [n for n in node.walk() if n.tag == 'TR']
        want = [[(c['name'].upper(), '/' + c.get('scope', 'Column') if c['name'] == 'th' else None, folded(flow_text(c))) for c in r['kids'] if isinstance(c, dict)]
                for r in elements(element) if r['name'] == 'tr']
        got = [[(c.tag, c.attribute('/Scope'), said(pdf, c)) for c in r.kids] for r in rows]
        if [[c[:2] for c in r] for r in got] != [[c[:2] for c in r] for r in want]:
            bad.append(f'a table of {got[:2]} is to be {want[:2]}')
        elif [[sorted(c[2]) for c in r] for r in got] != [[sorted(c[2]) for c in r] for r in want]:
            bad.append(f'cells {got[:2]} are to say {want[:2]}')
    return f'{len(found)} tables'


def figures(pdf, flow, bad):
    found = [n for n in pdf.document.walk() if n.tag == 'Figure']
    wanted = [e['alt'] for s in flow for e in elements(s['root']) if e['name'] == 'img' and e['alt']]
    if [n.text('/Alt') for n in found] != wanted:
        bad.append(f"figures say {[n.text('/Alt') for n in found][:3]}, not {wanted[:3]}")
    bad += ['a figure without a BBox' for n in found if not n.attribute('/BBox')]
    return f'{len(found)} figures'


def notes(pdf, flow, bad):
    """A note has a label and an identifier; its marks link to it; it is read right after the block of its first mark, and
    begins on that mark's page."""
    ids, count, links = set(), 0, {}
    for node in pdf.document.walk():
        if node.tag == 'Link' and node.up.tag == 'Reference':
            for link in node.links:
                links.setdefault(re.sub('^[ub]:', '', str(link.get('/Dest'))), []).append(node)
    for node in pdf.document.walk():
        if node.tag != 'Note':
            continue
        count += 1
        name = node.text('/ID')
        if not name or name in ids:
            bad.append(f'a note has the ID {name!r}')
        ids.add(name)
        if not any(n.tag == 'Lbl' and said(pdf, n) for n in node.walk()):
            bad.append(f'{name} has no label')
        marks = links.get(name, [])
        if not marks:
            bad.append(f'no mark leads to {name}')
            continue
        at = node.up.kids.index(node)
        while at and node.up.kids[at].tag == 'Note':
            at -= 1
        before = node.up.kids[at]
        if not any(m is n for n in before.walk() for m in marks):
            bad.append(f'{name} does not follow the block of its mark')
        begins, marked = min(p for p, _ in node.marks()), min(p for m in marks for p, _ in m.marks())
        if begins != marked or pdf.destinations.get(name) != begins:
            bad.append(f'{name} begins on page {begins + 1}, its mark stands on {marked + 1}')
    wanted = sum(is_note(e) for s in flow for e in elements(s['root']))
    if count != wanted:
        bad.append(f'{count} notes, not {wanted}')
    return f'{count} notes'


def links(pdf, flow, bad):
    """Every link annotation is one element's, says what it is and leads somewhere; the flow's links are all there."""
    known, count = set(), 0
    for node in pdf.document.walk():
        if node.links and node.tag != 'Link' or node.tag == 'Link' and not node.links:
            bad.append(f'{node.tag} “{said(pdf, node)[:30]}” has {len(node.links)} links')
        for link in node.links:
            known.add(id(link))
            count += 1
            if not re.sub('^[ub]:', '', link.get('/Contents', '')).strip():
                bad.append(f'a link without Contents: {link}')
            target = link.get('/Dest')
            if target and re.sub('^[ub]:', '', target) not in pdf.destinations:
                bad.append(f'a link leads to {target}, which is nowhere')
    lost = sum(id(pdf.get(a)) not in known for page in pdf.pages for a in pdf.get(pdf.get(page).get('/Annots', [])))
    if lost:
        bad.append(f'{lost} annotations that no element holds')
    for what, element, node, dispatch, _ in parts(flow, pdf):
        if dispatch:
            want = sum('href' in e and flow_text(e).strip() != '' or 'note' in e for e in elements(element))
            got = sum(n.tag == 'Link' for n in node.walk())
            if want != got:
                bad.append(f'{what}: {got} links, not {want}')
    return f'{count} links'


def languages(pdf, flow, bad):
    """Letters by language are the flow's."""
    def letters(by):
        return {lang: sorted(c for c in folded(''.join(texts)) if c.isalpha()) for lang, texts in by.items()}
    found = set()
    for what, element, node, dispatch, _ in parts(flow, pdf):
        if not dispatch:
            continue
        want, got = {}, {}

        def walk(e, lang):
            lang = e.get('lang', lang)
            for k in e['kids']:
                if isinstance(k, str):
                    want.setdefault(lang, []).append(k)
                else:
                    walk(k, lang)
        walk(element, element.get('lang') or next(s['lang'] for s in flow if any(e is element for e in elements(s['root']))))
        for n in node.walk():
            marker = n.tag == 'Lbl' and n.up.tag == 'LI' and n.up.up.attribute('/ListNumbering') != '/None'
            for k in n.kids:
                if not isinstance(k, Node) and not marker:
                    got.setdefault(n.lang() or pdf.lang, []).append(pdf.text.get(k, ''))
        want = {k: v for k, v in letters(want).items() if v}
        got = {k: v for k, v in letters(got).items() if v}
        found |= got.keys()
        if want != got:
            bad.append(f"{what}: letters by language { {k: len(v) for k, v in got.items()} }, not { {k: len(v) for k, v in want.items()} }")
    return f"{len(found)} languages"


def artefacts(pdf, flow, bad):
    """What belongs to nothing is furniture: no words of a dispatch but a headline or the head of a table again."""
    furniture, count = set(), 0
    for section in flow:
        for e in elements(section['root']):
            if e['name'] in ('h1', 'h2', 'th') or {'dates', 'marking', 'title', 'label'} & set(e.get('class', '').split()):
                furniture.add(''.join(folded(flow_text(e)).split()))
    for page in range(len(pdf.plain)):
        for line in pdf.artefacts(page):
            count += 1
            line = ''.join(folded(line).split())
            if not re.fullmatch(r'[\divxlc/]+', line) and not any(line in f for f in furniture):
                bad.append(f'page {page + 1}: the artefact “{line}” is no furniture')
    return f'{count} lines of furniture'


def order(pdf, flow, bad):
    """Pages show what a dispatch says in the order of the tree, but for notes, and figures and tables, which may move to
    where they fit."""
    count = 0
    for what, _, node, dispatch, _ in parts(flow, pdf):
        last = (-1, -1)
        todo = [node] if dispatch else []
        while todo:
            k = todo.pop()
            if isinstance(k, Node):
                if k.tag not in ('Note', 'Figure', 'Caption', 'Table'):
                    todo += reversed(k.kids)
                continue
            count += 1
            if k < last:
                bad.append(f'{what}: “{pdf.text.get(k, "")[:40]}” is shown before what it follows')
            last = k
    return f'{count} marked contents in order'


def compare(flow, pdf):
    """(ok, figures, details)"""
    bad = []
    figures_ = [rule(pdf, flow, bad) for rule in (headings, credits, lists, tables, figures, notes, links, languages, artefacts, order)]
    arts = sum(n.tag == 'Art' for n in pdf.document.walk())
    wanted = sum(is_dispatch(e) for s in flow for e in elements(s['root']))
    if arts != wanted:
        bad.append(f'{arts} articles, not {wanted}')
    return not bad, ', '.join([f'{arts} articles', *figures_]), bad
