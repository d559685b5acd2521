"""Redaction, seen from outside: books full of random names, and three extractors that know nothing of weekbook (MuPDF, poppler,
and unzip) look for them. The same books without `redact` must give the names away, so that a blind extractor fails too."""
import json
import os
import random
import re
import unicodedata
import zipfile
from html import unescape
from urllib.parse import unquote

import common
from .harness import ROOT

BOOKS = 12
SCRIPTS = {
    'Latin': ('bcdfghjklmnprstvwz', 'aeiouáèöı'),
    'Cyrillic': ('бвгджзклмнпрст', 'аеиоуя'),
    'Arabic': ('بتجحخدرزسشصطعفقكلمنه', 'اوي'),
}
PREFIXES = ['', 'و', 'ب', 'ل', 'وال']


def a_name(rng, script):
    """A word or two that no label of weekbook has."""
    consonants, vowels = SCRIPTS[script]

    def word():
        return ''.join(rng.choice(consonants) + rng.choice(vowels) for _ in range(4))
    name = ' '.join(word() for _ in range(rng.choice((1, 1, 2))))
    return name if script == 'Arabic' else name.title()


def split(rng, name, by):
    at = rng.randrange(2, len(name) - 2)
    return name[:at] + by(name[at:])


def written(rng, name, script):
    """The name as people and programs write it: each a different way to miss it."""
    forms = [name, name.upper(), name.lower(), unicodedata.normalize('NFD', name), name + '’s', '“' + name + '”',
             split(rng, name, lambda rest: '*' + rest + '*'), split(rng, name, lambda rest: '**' + rest + '**'),
             split(rng, name, lambda rest: '[' + rest + '](https://example.org/)'), split(rng, name, lambda rest: '[^1]' + rest),
             split(rng, name, lambda rest: '\u00AD' + rest), split(rng, name, lambda rest: '\u200B' + rest),
             split(rng, name, lambda rest: '<b>' + rest + '</b>'), name.replace(' ', '\n'), name.replace(' ', '  '),
             ''.join(f'&#{ord(c)};' for c in name), '`' + name + '`']
    if script == 'Arabic':
        forms += [prefix + name for prefix in PREFIXES] + [name[0] + '\u0640\u0640' + name[1:], name[0] + '\u064E' + name[1:]]
    return forms


def slug(name):
    return re.sub(r'\W+', '-', name.lower())


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def write(folder, rng, redacted):
    """A book that has its names everywhere; gives them."""
    scripts = [rng.choice(list(SCRIPTS)) for _ in range(3)]
    names = [a_name(rng, script) for script in scripts]
    one, two, three = names
    os.makedirs(os.path.join(folder, 'posts'))
    with open(os.path.join(ROOT, 'tests', 'books', 'full', 'images', 'ford.png'), 'rb') as f:
        picture = f.read()
    image = slug(one) + '.png'
    with open(os.path.join(folder, 'posts', image), 'wb') as f:
        f.write(picture)
    first = f'2017-04-13-{slug(two)}.md'
    filler = 'The water rose in the night and the carts went back over the ford before it was light.'
    body = ['[^1]: A note on ' + one + '.', f'[a link](https://example.org/{slug(one)}/{three.encode().hex()}?q={"".join(f"%{b:02X}" for b in two.encode())})',
            f'[mail](mailto:{slug(one) if scripts[0] == "Latin" else "desk"}@example.org "{two}")', f'![{one}]({image} "{two}")', f'# {two}', f'## On {three}',
            f'| {one} | b |\n| - | - |\n| {two} | {three} |', f'```\n{one}\n{three}\n```', f'- {one}\n  1. {two}', f'> {three}', f'[{two}]({first})']
    for name, script in zip(names, scripts):
        body += [f'{filler} {form} {filler}' for form in written(rng, name, script)]
        # long enough that lines, and pages, end within it
        body.append(' '.join(f'{filler[:rng.randrange(5, 60)]} {name}' for _ in range(80)))
    posts = {first: {'title': f'{one} at the ford', 'place': two, 'tags': f'[{quoted(three)}, water]', 'byline': three,
                     'image': '{' + f'file: {quoted(image)}, alt: {quoted(two)}, caption: {quoted(three)}, credit: {quoted(one)}' + '}',
                     'corrections': '[{date: 2017-04-16, text: ' + quoted('Not ' + one) + '}]', 'url': f'https://example.org/{slug(three)}'},
             '2017-04-14-b.md': {'title': 'The report', 'id': slug(one), 'summary': f'What {two} saw.', 'archived': f'https://archive.example.org/{slug(two)}'}}
    for file, fields in posts.items():
        with open(os.path.join(folder, 'posts', file), 'w', encoding='utf-8') as f:
            lines = ['source: s'] + [f'{k}: {v if v[:1] in "[{" else quoted(v)}' for k, v in fields.items()]
            f.write('---\n' + '\n'.join(lines) + '\n---\n' + '\n\n'.join(body) + '\n')
    with open(os.path.join(folder, 'preface.md'), 'w', encoding='utf-8') as f:
        f.write(f'# For {one}\n\nAnd {two}.\n')
    manifest = [
        'weekbook: 1', f'title: {quoted("Letters of " + one)}', f'subtitle: {quoted(two)}', f'authors: [{quoted(three)}]',
        f'publisher: {quoted(one + " and others")}', f'description: {quoted(three)}', f'subjects: [{quoted(two)}]', f'rights: {quoted(one)}',
        f'series: {{name: {quoted(three)}, number: 2}}', f'highlights: [{quoted(one + " came.")}, Nobody left.]',
        f'figures: [{{value: "3", label: {quoted(two)}}}]', f'contact: {{name: {quoted(three)}, url: "https://example.org/{slug(one)}"}}',
        'front: [preface.md]', f'weeks: {{2017-W15: {{title: {quoted(one)}, summary: {quoted("Of " + two)}}}}}',
        f'sources: {{s: {{name: {quoted(two + " Press")}, url: "https://example.org/{slug(three)}"}}}}', 'dispatches: [posts/*.md]',
    ]
    if redacted:
        manifest.append('redact:')
        manifest += [f'  - {{text: {quoted(name)}{rng.choice(["", ", with: N."])}}}' for name in names]
    with open(os.path.join(folder, 'manifest.yaml'), 'w', encoding='utf-8') as f:
        f.write('\n'.join(manifest) + '\n')
    return names


def bare(text):
    """Letters and digits alone, in one case and form, without marks: what a reader's eye and a search engine make of it."""
    flat = unicodedata.normalize('NFKD', unicodedata.normalize('NFKC', text).casefold())
    return ''.join(c for c in flat if unicodedata.category(c)[0] in 'LN' and c not in '\u0640')


def has(text, name):
    """The name, or its letters from the other end: extractors differ in how they order Arabic."""
    want = bare(name)
    return want in text or want[::-1] in text


def command(*args):
    r = common.run(list(args))
    if r.rc:
        raise RuntimeError(f'{args[0]} exited {r.rc}: {r.err.strip()[-200:]}')
    return r.out


def unzipped(path):
    with zipfile.ZipFile(path) as z:
        parts = [path] + z.namelist()
        for entry in z.namelist():
            raw = z.read(entry)
            text = raw.decode('utf-8', 'replace')
            parts += [unquote(unescape(text)), unescape(re.sub(r'<[^>]*>', '', text))]
    return bare('\n'.join(parts))


def looks(out, stem):
    """What each extractor finds in the artefacts, as one text."""
    pdf, epub = os.path.join(out, stem + '.pdf'), os.path.join(out, stem + '.epub')
    objects = command('qpdf', '--json', '--json-stream-data=none', pdf)
    strings = re.findall(r'"(?:u|b):((?:[^"\\]|\\.)*)"', objects)
    return {
        'mutool': bare(command('mutool', 'draw', '-q', '-F', 'txt', pdf) + command('mutool', 'show', pdf, 'outline')),
        'pdftotext': bare(command('pdftotext', '-raw', '-enc', 'UTF-8', pdf, '-')) + ' ' + bare(command('pdftotext', '-enc', 'UTF-8', pdf, '-')),
        'qpdf': bare('\n'.join(unquote(json.loads(f'"{s}"')) for s in strings)),
        'unzip': unzipped(epub),
    }


def one_book(weekbook, folder, seed, redacted):
    """Which extractors see which names."""
    names = write(folder, random.Random(seed), redacted)
    out = os.path.join(folder, 'dist')
    r = weekbook.build(os.path.join(folder, 'manifest.yaml'), out)
    if r.rc:
        raise RuntimeError(f'seed {seed}: exit {r.rc}: ' + ' '.join(r.trouble())[-1000:])
    stem = os.path.splitext(sorted(os.listdir(out))[0])[0]
    seen = {tool: [name for name in names if has(text, name)] for tool, text in looks(out, stem).items()}
    return names, seen


def redaction(report, weekbook, tmp):
    def hidden():
        bad = []
        for seed in range(BOOKS):
            _, seen = one_book(weekbook, os.path.join(tmp, f'hidden-{seed}'), seed, True)
            bad += [f'seed {seed}: {tool} finds {found}' for tool, found in seen.items() if found]
        return not bad, f'{BOOKS} books of three names each: no trace by mutool, pdftotext, qpdf, unzip', bad

    def shown():
        bad = []
        for seed in range(3):
            names, seen = one_book(weekbook, os.path.join(tmp, f'shown-{seed}'), seed, False)
            bad += [f'seed {seed}: {tool} finds only {found} of {names}' for tool, found in seen.items() if set(found) != set(names)]
        return not bad, 'the same books without `redact`: each name is seen by each of the four', bad
    report.check('redaction: names are gone', hidden)
    report.check('redaction: the extractors see', shown)
