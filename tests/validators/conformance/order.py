"""Chronology over the years' ends: small books whose right order is worked out here, on its own, from the standard's calendar."""
import datetime as dt
import os
import random
import re
import xml.etree.ElementTree as ET

import common
from . import pages
from .harness import differences, sha256

BAGHDAD = dt.timezone(dt.timedelta(hours=3))
# as a manifest may write them; an instant (Z or an offset) falls on a day, and so in a week, of the book's zone
DATES = """2015-12-27 2015-12-28 2016-01-01 2016-01-03 2016-01-04 2016-12-31 2017-01-01 2017-01-02 2018-12-30 2018-12-31 2019-01-01
2019-12-29 2019-12-30 2020-02-29 2020-12-31 2021-01-01 2021-01-03 2021-01-03T09:00 2021-01-03T23:59 2021-01-03T20:59:59Z
2021-01-03T21:30:00Z 2021-01-04 2021-01-04T00:00 2021-01-04T02:00:00+05:30 2021-01-04T08:15 2024-12-29 2024-12-30 2026-12-31 2027-01-03
2027-01-04 2021-01-01 2020-12-31 2021-01-01""".split()
ZONES = (None, 'UTC', 'Asia/Baghdad', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York')


def word(i):
    """A made-up word that holds no other of its kind, in letters alone."""
    return 'quor' + ''.join('bdfgklmnprst'[i // 12 ** k % 12] + 'aeiou'[(i + k) % 5] for k in range(2)) + 'zh'


class Dispatch:
    def __init__(self, place, written):
        self.place, self.written = place, written
        self.title, self.mark = f'Title {word(place)}', word(place + 60)
        self.timed = len(written) > 10
        when = dt.datetime.fromisoformat(written.replace('Z', '+00:00'))
        if self.timed and when.tzinfo:
            when = when.astimezone(BAGHDAD).replace(tzinfo=None)
        self.when = when

    def key(self):
        return self.when.date(), self.when.time() if self.timed else dt.time.min, self.timed, self.place

    def week(self, first):
        if first == 'iso':
            return '%d-W%02d' % self.when.isocalendar()[:2]
        back = (self.when.weekday() - {'sunday': 6, 'saturday': 5}[first]) % 7
        return (self.when.date() - dt.timedelta(days=back)).isoformat()


def dispatches():
    dates = DATES[:]
    random.Random(20150103).shuffle(dates)
    return [Dispatch(i, d) for i, d in enumerate(dates)]


def write(folder, ds, first):
    lines = ['weekbook: 1', 'title: Year ends', 'publisher: Nobody', 'authors: [Nobody]', 'description: Order.', 'rights: CC0',
             'timezone: Asia/Baghdad', f'week: {first}', 'dispatches:']
    for d in ds:
        lines += [f'  - title: {d.title}', f'    date: {d.written}', '    source: {name: Made up}',
                  f'    body: Here stands {d.mark} and nothing else of note.']
    os.makedirs(folder)
    manifest = os.path.join(folder, 'manifest.yaml')
    with open(manifest, 'w', encoding='utf-8') as f:
        f.write('\n'.join(lines) + '\n')
    return manifest


def compare(want, got):
    bad = [f'place {i + 1}: expected {w}, got {g}' for i, (w, g) in enumerate(zip(want, got)) if w != g]
    if len(want) != len(got):
        bad.append(f'expected {len(want)}, got {len(got)}')
    return bad


def listed(weekbook, manifest, ds, first):
    """`list` in several zones: the same bytes, in the order and the weeks worked out here."""
    want = [(d.title, d.when.date().isoformat(), d.week(first), d.timed) for d in ds]
    outs = {}
    for zone in ZONES:
        r = weekbook.run('list', manifest, '--output-format', 'json', env={'TZ': zone} if zone else None)
        if r.rc:
            return False, f'exit {r.rc} with TZ={zone}', r.trouble()
        outs[zone] = r.out
    bad = [f'TZ={z} lists otherwise' for z in ZONES if outs[z] != outs[None]]
    got = weekbook.list(manifest)
    bad += compare(want, [(e['title'], e['date'], e['week'], e['time'] is not None) for e in got])
    chapters = list(dict.fromkeys(e['week'] for e in got))
    bad += [f"{e['title']}: chapter {e['chapter']}, week {e['week']}" for e in got if e['chapter'] != chapters.index(e['week']) + 1]
    return not bad, f'{len(want)} dispatches, {len(chapters)} weeks, {len(ZONES)} zones', bad


def epub_headings(path, ds):
    epub, titles, sections = pages.Epub(path), {d.title for d in ds}, []
    headings = []
    for name in epub.spine:
        for e in epub.document(name).iter():
            if not isinstance(e.tag, str):
                continue
            tag = e.tag.rpartition('}')[2]
            text = ' '.join(''.join(e.itertext()).split())
            if re.fullmatch('h[1-6]', tag) and text in titles:
                headings.append(text)
            if tag == 'section' and 'week' in (e.get('class') or '').split():
                sections.append(text)
    return headings, sections


def in_epub(path, ds):
    """Headings in reading order, the navigation's entries, and a section a week that gives its number."""
    headings, sections = epub_headings(path, ds)
    want = [d.title for d in ds]
    bad = ['headings: ' + x for x in compare(want, headings)]
    epub = pages.Epub(path)
    toc = next(n for n in epub.document(epub.nav).iter(pages.XHTML + 'nav') if n.get(pages.OPS + 'type') == 'toc')
    entries = [' '.join(''.join(a.itertext()).split()) for a in toc.iter(pages.XHTML + 'a')]
    bad += ['contents: ' + x for x in compare(want, [t for t in entries if t in set(want)])]
    weeks = list(dict.fromkeys(d.week('iso') for d in ds))
    if len(sections) != len(weeks):
        bad.append(f'{len(sections)} sections of class week, expected {len(weeks)}')
    for week, text in zip(weeks, sections):
        opening = text.split('Title ')[0]
        if not re.search(rf'(?<!\d){int(week[-2:])}(?!\d)', re.sub(r'(?<=W)0', '', opening)):
            bad.append(f'the chapter {week} opens without its number: {opening[:60]!r}')
    return not bad, f'{len(headings)} headings, {len(sections)} weeks', bad


def in_pdf(path, ds):
    """The outline's entries, and the bodies on the pages."""
    r = common.run(['mutool', 'show', path, 'outline'])
    if r.rc:
        raise RuntimeError(f'mutool show exited {r.rc}: {r.err.strip()[-200:]}')
    want = [d.title for d in ds]
    got = [t for t in re.findall(r'"(.*)"\t', r.out) if t in set(want)]
    bad = ['outline: ' + x for x in compare(want, got)]
    text = ''.join(p.plain for p in pages.pdf_pages(path))
    found = {d.mark: text.find(d.mark) for d in ds}
    bad += [f'{d.title}: its body is not in the text' for d in ds if found[d.mark] < 0]
    bad += ['bodies: ' + x for x in compare([d.mark for d in ds], sorted(found, key=found.get))]
    return not bad, f'{len(got)} outline entries, {len(found)} bodies', bad


def order(report, weekbook, tmp):
    made = dispatches()
    ds = sorted(made, key=Dispatch.key)
    for first in ('iso', 'sunday', 'saturday'):
        manifest = write(os.path.join(tmp, first), made, first)
        report.check(f'order: list, week: {first}', lambda: listed(weekbook, manifest, ds, first))
    manifest, out = os.path.join(tmp, 'iso', 'manifest.yaml'), os.path.join(tmp, 'dist')
    r = weekbook.build(manifest, out)
    report.check('order: build', lambda: (r.rc == 0, f'exit {r.rc}, {r.secs:.2f} s', r.trouble()))
    report.check('order: in the EPUB', lambda: in_epub(os.path.join(out, 'year-ends.epub'), ds))
    report.check('order: in the PDF', lambda: in_pdf(os.path.join(out, 'year-ends.pdf'), ds))
