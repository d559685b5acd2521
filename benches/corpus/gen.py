#!/usr/bin/env python3
"""Deterministic corpus for benchmarks and conformance checks.

  python3 gen.py --n 1000 --out corpus/1000 [--lang-mix 0.1] [--seed 1] [--formats all]

The text is produced from the small word lists and sentence patterns below; nothing is
quoted from anywhere.  The same (seed, n, lang-mix) gives byte-identical output on every
Python >= 3.8.  Dispatch i has the same text for every n (only dates and chapters depend on n).

Output tree (every format holds the same words, in the same order, same structure):
  src/manifest.yaml, src/d/NNNNN.md   weekbook's book, one Markdown body per dispatch; manifest order is shuffled
  book.typ                            one Typst source
  book.md, book-latex.yaml            one pandoc Markdown + PDF settings (KOMA book, A5)
  book-epub.yaml                      pandoc EPUB metadata
  book.html                           paged-media HTML (WeasyPrint, Vivliostyle, calibre)
  mdbook/                             mdBook project
  crowbook/book.book                  Crowbook project
  book.adoc, theme.yml                AsciiDoc + asciidoctor-pdf theme
  stats.json                          dispatches, words, characters, paragraphs, footnotes, ...
"""
import argparse, datetime as dt, glob, html, json, os, random, re, shutil, sys

PER_WEEK = 15
FIRST_MONDAY = dt.date(2011, 1, 3)
EDITION = "Dispatches from the Delta"
PUBLISHER = "Example Relief Desk"
SERIF, NASKH = "Gentium Plus", "Noto Naskh Arabic"
PAGE = dict(paper="a5", inner="18mm", outer="15mm", top="20mm", bottom="18mm")

# ------------------------------------------------------------------ vocabulary
NOUN = """harbour market committee bridge school clinic convoy neighbourhood council teacher engineer driver
hospital warehouse shipment agreement ceasefire shelter resident family border crossing electricity water supply
generator ambulance volunteer journalist photographer statement report translation document archive spokesperson
ministry district village farmer harvest fishing boat pipeline reservoir road checkpoint station platform square
demonstration gathering crowd evening morning afternoon weekend winter summer river valley mountain coast island
peninsula library newspaper radio broadcast telephone network connection message recording camera witness lawyer
court hearing verdict prisoner release investigation commission parliament election candidate ballot campaign
organisation coordinator nurse surgeon patient medicine vaccine blanket kitchen bakery bread flour price currency
salary strike union workshop factory machine carpenter apprentice student university examination professor
responsibility infrastructure accommodation distribution administration representative understanding
negotiation reconstruction""".split()
PLURAL = """residents families volunteers journalists engineers teachers students farmers shopkeepers drivers
officials representatives neighbours patients prisoners witnesses lawyers nurses children grandparents fishermen
observers translators organisers electricians carpenters councillors photographers""".split()
ADJ = """small large quiet narrow temporary northern southern eastern western coastal rural municipal independent
local regional international difficult careful early late recent new old damaged empty crowded reliable unexpected
ordinary practical peaceful humanitarian agricultural medical public private official unofficial detailed brief
cold warm long short heavy light broken familiar uncertain necessary available responsible former nearby""".split()
VERB = """reached closed opened repaired visited described confirmed delivered received counted recorded signed
rejected discussed postponed announced welcomed questioned carried crossed followed watched measured translated
collected supported documented surrounded restored abandoned defended explained promised remembered organised
distributed photographed interrupted accompanied acknowledged recommended""".split()
VERBI = """waited returned gathered continued remained arrived travelled slept worked argued listened agreed
disappeared recovered hesitated stood moved spoke departed""".split()
ADV = "slowly quietly again yesterday overnight twice finally carefully together already repeatedly immediately eventually".split()
TAIL = ["as far as we know", "to see if it was safe", "so that no one had to go back", "for a day or two", "as it had to be",
        "and then they all went home", "when it was all over", "which had been there for years", "if it can be done at all",
        "since there was no way out", "but it is not the end of it", "and he had no idea why", "or so she says", "as we had been told"]
# A long tail of rare words (the small lists alone would flatter any word cache or compressor).
ONSET = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t th tr v w".split()
NUCLEUS = "a e i o u ai ea ee oa ou a e i o u".split()
CODA = ["n", "nd", "m", "l", "r", "rt", "st", "t", "ck", "ng", "s", "d", "mp", "ll"]
SUFFIX = ["", "er", "ing", "ness", "ment", "ation", "ity", "ism", "age", "ery", "ling", "ship"]

def rare_word(i):
    """The i-th made-up word: one or two syllables and a suffix."""
    def syl(k): return ONSET[k % len(ONSET)] + NUCLEUS[k // 7 % len(NUCLEUS)] + CODA[k // 3 % len(CODA)]
    h = i * 2654435761 % 2**32
    w = syl(h % 9973) + (syl(h // 9973 % 8191) if i % 3 else "")
    return w + SUFFIX[h // 131 % len(SUFFIX)]


PREP = "of in at near from with for behind beyond across after before under along towards without".split()
TIME = ["On Monday", "By Tuesday evening", "On Wednesday", "Early on Thursday", "Shortly after noon", "In the afternoon",
        "Before sunrise", "Two days later", "For the third time this month", "According to the council",
        "As the rain stopped", "Within a few hours", "During the night", "At the same time", "Since the weekend"]
PLACE = ["Port Amara", "Tell Hazim", "Sarrat", "Old Quay", "Qasr Ilan", "Mirbat Heights", "Ain Dowa", "Lower Sefra",
         "Bir Tawil Road", "Kestrel Point", "Nahr Station", "Upper Valley", "Marsh Gate", "Dar Salim"]
GIVEN = "Amal Basim Carine Dalia Elias Farah Ghassan Hana Idris Jana Karim Layla Mona Nadim Omar Rania Samir Tala Yusuf Zeina".split()
FAMILY = "Abbadi Barakat Chalhoub Darwich Fayad Ghanem Haddad Ismat Jabri Khalil Mansour Nassar Qabbani Rahal Saleh Tannous Wehbe Zaidan".split()
SOURCE = ["Harbour Monitor", "Delta Herald", "Open Valley Radio", "Coastline Wire", "The Evening Ledger", "Citizen Desk",
          "North Quay Review", "Field Notes Network", "Marsh Gate Weekly", "Relief Bulletin", "Riverbank Post", "Lantern Agency"]
KIND = ["news"] * 6 + ["comment"] * 2 + ["photos", "video"]
AR = """في من إلى على عن مع بعد قبل خلال المدينة القرية الطريق الماء الكهرباء السوق المدرسة المستشفى الجسر الميناء
الناس السكان العائلات المتطوعون الصحفيون المعلمون الأطفال المجلس اللجنة التقرير الرسالة الصباح المساء الليل اليوم
أمس الأسبوع الماضي الجديد القديم الصغير الكبير المحلي الدولي وصل عاد بدأ استمر أعلن أكد قال انتظر فتح أغلق كتب
شاهد الوثائق الصور المساعدات الخبز الدواء الشتاء الصيف النهر الجبل الساحل الحدود المحكمة الإفراج التحقيق الاتفاق
ثم لكن حيث كما أيضا هناك هذا هذه الذي التي كل بعض عدة""".split()


class Text:
    """Sentences for one dispatch; every random choice comes from one seeded generator."""

    def __init__(self, rng, lang):
        self.r, self.lang = rng, lang

    def noun(self):
        r = self.r
        return rare_word(int(40000 ** r.uniform(.4, 1))) if r.random() < .16 else r.choice(NOUN)

    def name(self):
        r = self.r
        last = rare_word(int(40000 ** r.uniform(.4, 1))).capitalize() if r.random() < .4 else r.choice(FAMILY)
        return r.choice(GIVEN) + " " + last

    def np(self):
        r, c = self.r, self.r.choice
        k = r.random()
        if k < .10: return c(["it", "they", "he", "she", "we", "the rest of us", "no one", "one of them"])
        if k < .34: return "the " + self.noun()
        if k < .52: return "the %s %s" % (c(ADJ), self.noun())
        if k < .62: return "a %s %s" % (c([a for a in ADJ if a[0] not in "aeiou"]), c(NOUN))
        if k < .72: return "%s %s" % (c(["some", "many", "several", "most", "about forty", "the"]), c(PLURAL))
        if k < .80: return "the %s of %s" % (self.noun(), c(PLACE))
        if k < .86: return self.name()
        if k < .93: return "the %s’s %s" % (self.noun(), self.noun())
        return "the %s and the %s" % (self.noun(), self.noun())

    def clause(self):
        r, c = self.r, self.r.choice
        k = r.random()
        if k < .45: return "%s %s %s" % (self.np(), c(VERB), self.np())
        if k < .65: return "%s %s %s %s %s" % (self.np(), c(VERB), self.np(), c(PREP), self.np())
        if k < .80: return "%s %s %s %s" % (self.np(), c(VERBI), c(PREP), self.np())
        if k < .90: return "%s did not %s" % (self.np(), c(["wait", "go", "say so", "answer", "leave until it was dark", "hear about it"]))
        return "it was %s that %s %s %s" % (c(["clear", "said", "not certain", "reported"]), self.np(), c(VERB), self.np())

    def sentence(self):
        r, c = self.r, self.r.choice
        if self.lang == "ar":
            return " ".join(c(AR) for _ in range(r.randint(7, 22))) + c([".", ".", ".", "؟"])
        k, s = r.random(), self.clause()
        if k < .35: s += "%s %s" % (c([", and", ", but", ", while", "; then", " because", " although"]), self.clause())
        elif k < .45: s += " — %s — %s" % (self.np(), "and " + self.clause())
        elif k < .55: s = "“%s,” said %s" % (s[0].upper() + s[1:], self.name())
        elif k < .70: s += " " + c(ADV)
        if k >= .55 and r.random() < .35: s = c(TIME) + ", " + s
        elif k >= .9: s += " in %d" % r.randint(1970, 2023)
        if not s.endswith("”") and r.random() < .35: s += " " + c(TAIL)
        return s[0].upper() + s[1:] + "."

    def phrase(self):
        if self.lang == "ar": return " ".join(self.r.choice(AR) for _ in range(self.r.randint(2, 4)))
        return "%s %s" % (self.r.choice(ADJ), self.r.choice(NOUN))

    def title(self):
        r, c = self.r, self.r.choice
        if self.lang == "ar": return " ".join(c(AR) for _ in range(r.randint(3, 7)))
        t = c(["%s %s %s" % (c(PLURAL), c(VERB), self.np()), "%s: %s after %s" % (c(PLACE), self.phrase(), self.np()),
               "%s and the %s" % (self.phrase(), self.phrase()), "why %s %s" % (self.np(), c(VERBI)),
               "a %s %s in %s" % (c(["quiet", "long", "short", "broken"]), c(NOUN), c(PLACE))])
        return t[0].upper() + t[1:]

    def inlines(self, lo=2, hi=4, notes=None):
        """[(kind, text, extra)]: t text, em, strong, a link, fn footnote."""
        r, out = self.r, []
        for k in range(r.randint(lo, hi)):
            if k: out.append(("t", " ", None))
            out.append(("t", self.sentence(), None))
            x = r.random()
            if x < .06: out += [("t", " ", None), ("em", self.phrase(), None), ("t", " ", None), ("t", self.sentence(), None)]
            elif x < .09: out += [("t", " ", None), ("strong", self.phrase(), None), ("t", " ", None), ("t", self.sentence(), None)]
            elif x < .17: out += [("t", " ", None), ("a", self.phrase(), "https://example.org/ref/%d" % r.randint(1000, 99999)), ("t", ".", None)]
        if notes is not None:
            out.append(("fn", self.sentence(), notes))
        return out


def dispatch(seed, i, n, mix):
    r = random.Random("%s:%d" % (seed, i))
    lang = "ar" if r.random() < mix else "en"
    t = Text(r, lang)
    weeks = max(-(-n // PER_WEEK), min(n, 4))
    day = FIRST_MONDAY + dt.timedelta(days=7 * (i * weeks // n) + r.randint(0, 6))
    blocks, fn = [], 0
    paras = r.randint(4, 12)
    quote, lst, tab, note = (r.random() < p for p in (.35, .25, .15, .30))
    at = {r.randrange(1, paras): k for k, on in (("q", quote), ("l", lst), ("t", tab)) if on}
    note_at = r.randrange(paras) if note else -1
    for k in range(paras):
        if k == note_at:
            fn += 1
        blocks.append(("p", t.inlines(notes=fn if k == note_at else None)))
        if at.get(k) == "q": blocks.append(("q", t.inlines(1, 2)))
        if at.get(k) == "l": blocks.append(("l", [t.inlines(1, 1) for _ in range(r.randint(3, 5))]))
        if at.get(k) == "t":
            head = [t.phrase().split()[-1].capitalize() for _ in range(3)]
            blocks.append(("t", [head] + [[t.phrase(), str(r.randint(2, 990)), r.choice(PLACE) if lang == "en" else t.phrase()] for _ in range(4)]))
    src = r.choice(SOURCE)
    slug = src.lower().replace(" ", "-")
    return dict(i=i, id="d%05d" % i, lang=lang, date=day, title=t.title(), kind=r.choice(KIND), place=r.choice(PLACE),
                author="%s %s" % (r.choice(GIVEN), r.choice(FAMILY)) if r.random() < .6 else None,
                source=src, url="https://%s.example/%d/%02d/%d" % (slug, day.year, day.month, r.randint(1000, 999999)), blocks=blocks)


def credit(d):
    """The source line in parts: text before the link, link text, text after."""
    parts = [d["date"].isoformat(), d["place"], d["kind"]]
    return (d["author"] + " for " if d["author"] else "Source: "), d["source"], " · " + " · ".join(parts)


def chapters(ds):
    out = []
    for d in ds:
        y, w, _ = d["date"].isocalendar()[:3]
        if not out or out[-1][0] != (y, w):
            mon = d["date"] - dt.timedelta(days=d["date"].weekday()); sun = mon + dt.timedelta(days=6)
            out.append(((y, w), "Week %d of %d: %d %s – %d %s" % (w, y, mon.day, mon.strftime("%B"), sun.day, sun.strftime("%B")), []))
        out[-1][2].append(d)
    return out


# ------------------------------------------------------------------ Markdown
def md_esc(s): return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", s)

def md_in(xs, p=""):
    o = []
    for k, s, x in xs:
        s = md_esc(s)
        o.append({"t": s, "em": "*%s*" % s, "strong": "**%s**" % s, "a": "[%s](%s)" % (s, x), "fn": "[^%s%s]" % (p, x)}[k])
    return "".join(o)

def md_body(d, p=""):
    o, notes = [], []
    for k, b in d["blocks"]:
        if k in "pq":
            o.append(("> " if k == "q" else "") + md_in(b, p) + "\n")
            notes += ["[^%s%s]: %s\n" % (p, x, md_esc(s)) for kk, s, x in b if kk == "fn"]
        elif k == "l": o.append("".join("- %s\n" % md_in(i, p) for i in b))
        else:
            rows = ["| " + " | ".join(map(md_esc, r)) + " |\n" for r in b]
            o.append(rows[0] + "|:---|---:|:---|\n" + "".join(rows[1:]))
    return "\n".join(o + notes)

def md_credit(d):
    a, s, z = credit(d)
    return "*%s[%s](%s)%s*\n" % (md_esc(a), md_esc(s), d["url"], md_esc(z))

def md_chapter(title, ds, div=False, h1=True):
    o = ["# %s\n" % title] if h1 else []
    for d in ds:
        x = "## %s%s\n\n%s\n%s" % (md_esc(d["title"]), " {#%s}" % d["id"] if div else "", md_credit(d), md_body(d, d["id"] + "-"))
        if div and d["lang"] == "ar":  # the heading stays outside so that it remains a section
            h, rest = x.split("\n\n", 1)
            x = "## [%s]{lang=ar dir=rtl} {#%s}\n\n::: {lang=ar dir=rtl}\n%s\n:::\n" % (md_esc(d["title"]), d["id"], rest)
        o.append(x)
    return "\n".join(o)


# ------------------------------------------------------------------ Typst
def ty_esc(s): return re.sub(r"([\\#$*_@<>`~\[\]\"'/=+\-])", r"\\\1", s)

def ty_in(xs):
    o = []
    for k, s, x in xs:
        s = ty_esc(s)
        o.append({"t": s, "em": "#emph[%s]" % s, "strong": "#strong[%s]" % s, "a": '#link("%s")[%s]' % (x, s), "fn": "#footnote[%s]" % s}[k])
    return "".join(o)

TYPST_HEAD = r"""#set document(title: "%(title)s", author: "%(pub)s", date: datetime(year: 2026, month: 1, day: 1))
#set page(paper: "a5", margin: (inside: %(inner)s, outside: %(outer)s, top: %(top)s, bottom: %(bottom)s), numbering: "1",
  header: context {
    set text(8.5pt)
    let later = query(selector(heading.where(level: 1)).after(here()))
    let opens = later.len() > 0 and later.first().location().page() == here().page()
    let seen = query(selector(heading.where(level: 1)).before(here()))
    if not opens and seen.len() > 0 {
      if calc.even(here().page()) { emph[%(title)s]; h(1fr) } else { h(1fr); emph(seen.last().body) }
    }
  })
#set text(font: ("%(serif)s", "%(naskh)s"), size: 10.5pt, lang: "en", hyphenate: true)
#set par(justify: true, leading: 0.6em, spacing: 0.6em, first-line-indent: 1.2em)
#show heading.where(level: 1): it => { pagebreak(weak: true); v(18mm); set text(16pt); set par(justify: false); it; v(6mm) }
#show heading.where(level: 2): it => { set text(12pt); set par(justify: false); block(above: 1.6em, below: 0.7em, it) }
#show quote.where(block: true): set text(10pt)
#let credit(body) = block(above: 0.4em, below: 0.9em, text(9pt, emph(body)))
#align(center + horizon)[#text(22pt)[%(title)s] \ %(pub)s]
#pagebreak()
#outline(depth: 2)
"""

def typst(chs):
    o = [TYPST_HEAD % dict(PAGE, title=EDITION, pub=PUBLISHER, serif=SERIF, naskh=NASKH)]
    for _, title, ds in chs:
        o.append("= %s\n" % ty_esc(title))
        for d in ds:
            a, s, z = credit(d)
            ar = d["lang"] == "ar"
            if ar: o.append('#[\n#set text(lang: "ar", dir: rtl)\n')
            o.append('== %s <%s>\n#credit[%s#link("%s")[%s]%s]\n' % (ty_esc(d["title"]), d["id"], ty_esc(a), d["url"], ty_esc(s), ty_esc(z)))
            for k, b in d["blocks"]:
                if k == "p": o.append(ty_in(b) + "\n")
                elif k == "q": o.append("#quote(block: true)[%s]\n" % ty_in(b))
                elif k == "l": o.append("".join("- %s\n" % ty_in(i) for i in b))
                else:
                    o.append("#align(center, table(columns: 3, align: (left, right, left), stroke: (x, y) => if y == 0 { (bottom: .5pt) },\n  table.header(%s),\n%s))\n" % (
                        ", ".join("[*%s*]" % ty_esc(c) for c in b[0]),
                        "".join("  %s,\n" % ", ".join("[%s]" % ty_esc(c) for c in r) for r in b[1:])))
            if ar: o.append("]\n")
    return "\n".join(o)


# ------------------------------------------------------------------ HTML
def h_in(xs):
    o = []
    for k, s, x in xs:
        s = html.escape(s, False)
        o.append({"t": s, "em": "<em>%s</em>" % s, "strong": "<strong>%s</strong>" % s, "a": '<a href="%s">%s</a>' % (x, s),
                  "fn": '<span class="fn">%s</span>' % s}[k])
    return "".join(o)

CSS = """@page { size: A5; margin: %(top)s %(outer)s %(bottom)s %(inner)s; @bottom-center { content: counter(page); font: 8.5pt '%(serif)s' } }
@page :left { margin: %(top)s %(inner)s %(bottom)s %(outer)s; @top-left { content: '%(title)s'; font: italic 8.5pt '%(serif)s' } }
@page :right { @top-right { content: string(chap); font: italic 8.5pt '%(serif)s' } }
@page cover { @top-left { content: none } @top-right { content: none } @bottom-center { content: none } }
html { font: 10.5pt/1.32 '%(serif)s', '%(naskh)s'; hyphens: auto; text-align: justify; orphans: 2; widows: 2 }
.cover { page: cover; text-align: center; padding-top: 70mm; font-size: 22pt } .cover p { font-size: 10.5pt; text-indent: 0; text-align: center }
nav { break-before: page } nav ol { list-style: none; padding-left: 0 } nav ol ol { padding-left: 4mm }
nav a { color: inherit; text-decoration: none } nav a::after { content: leader('.') target-counter(attr(href), page) }
h1 { break-before: page; string-set: chap content(); font-size: 16pt; margin: 18mm 0 6mm; text-align: start; hyphens: none }
h2 { font-size: 12pt; margin: 1.4em 0 .4em; text-align: start; hyphens: none; break-after: avoid }
p { margin: 0; text-indent: 1.2em } .credit { font-size: 9pt; font-style: italic; text-indent: 0; margin-bottom: .7em; text-align: start; break-after: avoid }
blockquote { margin: .6em 1.2em; font-size: 10pt } ul { margin: .5em 0; padding-left: 1.2em }
table { margin: .7em auto; border-collapse: collapse; text-align: left; hyphens: none } th { border-bottom: .5pt solid } th, td { padding: 1.5pt 6pt }
td:nth-child(2), th:nth-child(2) { text-align: right } a { color: inherit }
.fn { float: footnote; font-size: 8.5pt } ::footnote-call { font-size: 70%%; vertical-align: super; line-height: 0 }
"""

def to_html(chs):
    e = lambda s: html.escape(s, False)
    toc, body = [], []
    for (y, w), title, ds in chs:
        cid = "w%d-%02d" % (y, w)
        toc.append('<li><a href="#%s">%s</a><ol>' % (cid, e(title)))
        body.append('<section><h1 id="%s">%s</h1>' % (cid, e(title)))
        for d in ds:
            a, s, z = credit(d)
            la = ' lang="ar" dir="rtl"' if d["lang"] == "ar" else ""
            toc.append('<li%s><a href="#%s">%s</a></li>' % (la, d["id"], e(d["title"])))
            body.append('<article%s>\n<h2 id="%s">%s</h2>\n<p class="credit">%s<a href="%s">%s</a>%s</p>' % (la, d["id"], e(d["title"]), e(a), d["url"], e(s), e(z)))
            for k, b in d["blocks"]:
                if k == "p": body.append("<p>%s</p>" % h_in(b))
                elif k == "q": body.append("<blockquote><p>%s</p></blockquote>" % h_in(b))
                elif k == "l": body.append("<ul>%s</ul>" % "".join("<li>%s</li>" % h_in(i) for i in b))
                else:
                    body.append("<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>" % (
                        "".join("<th>%s</th>" % e(c) for c in b[0]),
                        "".join("<tr>%s</tr>" % "".join("<td>%s</td>" % e(c) for c in r) for r in b[1:])))
            body.append("</article>")
        toc.append("</ol></li>"); body.append("</section>")
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>%s</title><meta name="author" content="%s">\n<style>\n%s</style></head>\n'
            '<body>\n<div class="cover">%s<p>%s</p></div>\n<nav>\n<h1>Contents</h1>\n<ol>\n%s\n</ol></nav>\n%s\n</body></html>\n') % (
        EDITION, PUBLISHER, CSS % dict(PAGE, title=EDITION, serif=SERIF, naskh=NASKH), EDITION, PUBLISHER, "\n".join(toc), "\n".join(body))


# ------------------------------------------------------------------ AsciiDoc
def ad_esc(s): return re.sub(r"[*_`#^~+\[\]{}<>|\\]", lambda m: "{empty}" + m.group(0), s)

def ad_in(xs):
    o = []
    for k, s, x in xs:
        s = ad_esc(s)
        o.append({"t": s, "em": "__%s__" % s, "strong": "**%s**" % s, "a": "link:%s[%s]" % (x, s), "fn": "footnote:[%s]" % s}[k])
    return "".join(o)

def adoc(chs):
    o = ["= %s\n%s\n:doctype: book\n:toc:\n:toclevels: 2\n:pdf-theme: theme.yml\n:hyphens: en\n" % (EDITION, PUBLISHER)]
    for _, title, ds in chs:
        o.append("== %s\n" % title)
        for d in ds:
            a, s, z = credit(d)
            o.append("[#%s]\n=== %s\n\n_%s_ link:%s[_%s_] _%s_\n" % (d["id"], ad_esc(d["title"]), ad_esc(a.strip()), d["url"], ad_esc(s), ad_esc(z.strip())))
            for k, b in d["blocks"]:
                if k == "p": o.append(ad_in(b) + "\n")
                elif k == "q": o.append("____\n%s\n____\n" % ad_in(b))
                elif k == "l": o.append("".join("* %s\n" % ad_in(i) for i in b))
                else: o.append('[%%header,cols="2,1,2"]\n|===\n%s|===\n' % "".join(" ".join("|" + ad_esc(c) for c in r) + "\n" for r in b))
    return "\n".join(o)

ADOC_THEME = """extends: default
font:
  catalog:
    merge: true
    Body:
      normal: GentiumPlus-Regular.ttf
      bold: GentiumPlus-Bold.ttf
      italic: GentiumPlus-Italic.ttf
      bold_italic: GentiumPlus-BoldItalic.ttf
page: { size: A5, layout: portrait, margin: [20mm, 15mm, 18mm, 18mm] }
base: { font-family: Body, font-size: 10.5, line-height-length: 14, text-align: justify, hyphens: en }
heading: { font-family: Body, h2-font-size: 16, h3-font-size: 12, text-align: left }
header:
  height: 14mm
  font-size: 8.5
  recto: { right: { content: '{chapter-title}' } }
  verso: { left: { content: '{document-title}' } }
footer:
  height: 12mm
  font-size: 8.5
  recto: { right: { content: '{page-number}' } }
  verso: { left: { content: '{page-number}' } }
"""

LATEX_META = """title: %(title)s
author: %(pub)s
lang: en-GB
documentclass: scrbook
classoption: [twoside, openany, fontsize=10.5pt]
papersize: a5
geometry: [inner=%(inner)s, outer=%(outer)s, top=%(top)s, bottom=%(bottom)s]
mainfont: %(serif)s
toc: true
indent: true
toc-depth: 2
header-includes:
- \\usepackage[automark,headsepline=false]{scrlayer-scrpage}
- \\clearpairofpagestyles
- \\lehead{%(title)s}
- \\rohead{\\leftmark}
- \\cfoot*{\\pagemark}
- \\addtokomafont{disposition}{\\rmfamily}
- \\KOMAoptions{chapterprefix=false,numbers=noenddot}
"""


BENCH_CSS = """@page { size: A5; margin: %(top)s %(outer)s %(bottom)s %(inner)s; @bottom-center { content: counter(page); font-size: 8.5pt } }
@page :left { margin: %(top)s %(inner)s %(bottom)s %(outer)s; @top-left { content: string(title); font-size: 8.5pt; font-style: italic } }
@page :right { @top-right { content: string(chapter); font-size: 8.5pt; font-style: italic } }
body { font-family: "%(serif)s", "%(naskh)s"; font-size: 10.5pt; line-height: 1.32; hyphens: auto; text-align: justify; orphans: 2; widows: 2 }
h1 { break-before: page; font-size: 16pt; margin: 18mm 0 6mm 0; text-align: left; hyphens: none; string-set: chapter content() }
h2 { font-size: 12pt; margin: 1.4em 0 0.4em 0; text-align: left; hyphens: none; break-after: avoid }
p { margin: 0; text-indent: 1.2em }
blockquote { margin: 0.6em 1.2em; font-size: 10pt }
ul { margin: 0.5em 0; padding-left: 1.2em }
table { margin: 0.7em 0; text-align: left; hyphens: none }
"""

def find_fonts():
    """Gentium Plus and Noto Naskh Arabic as Debian's fonts-sil-gentiumplus and fonts-noto-core install them; else the repository's."""
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fonts")
    for root in ("/usr/share/fonts", own):
        got = [f for n in ("GentiumPlus-Regular", "GentiumPlus-Italic", "GentiumPlus-Bold", "GentiumPlus-BoldItalic", "NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold")
               for f in sorted(glob.glob(root + "/**/%s.ttf" % n, recursive=True))[:1]]
        if len(got) == 6: return got
    return []


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--n", type=int, default=100)
    ap.add_argument("--seed", default="1")
    ap.add_argument("--lang-mix", type=float, default=0.0, help="share of Arabic dispatches, 0..1")
    ap.add_argument("--out", required=True)
    ap.add_argument("--default-style", action="store_true", help="weekbook's own style and fonts instead of the peers' measure")
    ap.add_argument("--formats", default="all", help="comma list: src,typst,pandoc,html,mdbook,crowbook,adoc")
    a = ap.parse_args()
    want = lambda f: a.formats == "all" or f in a.formats.split(",")
    j = lambda *p: os.path.join(a.out, *p)

    def put(path, text):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as f: f.write(text)

    raw = [dispatch(a.seed, i, a.n, a.lang_mix) for i in range(a.n)]
    ds = sorted(raw, key=lambda d: (d["date"], d["i"]))
    chs = chapters(ds)
    q = lambda s: json.dumps(s, ensure_ascii=False)  # a JSON string is a YAML string

    if want("src"):
        order = raw[:]
        random.Random("%s:order" % a.seed).shuffle(order)
        fonts = find_fonts()
        if not fonts and not a.default_style: sys.exit("gen.py: install Debian's fonts-sil-gentiumplus and fonts-noto-core, or pass --default-style")
        y = ["weekbook: 1\ntitle: %s\npublisher: %s\nlanguage: en\nauthors: [Example Relief Desk]\ndescription: Made-up dispatches.\nrights: CC0\nidentifier: urn:uuid:00000000-0000-4000-8000-%012d\ndate: 2026-01-01\n" % (q(EDITION), q(PUBLISHER), a.n)]
        if fonts and not a.default_style:  # the peers' font, measure and size, for a like-for-like comparison
            for f in fonts:
                os.makedirs(j("src", "fonts"), exist_ok=True); shutil.copyfile(f, j("src", "fonts", os.path.basename(f)))
            put(j("src", "bench.css"), BENCH_CSS % dict(PAGE, serif=SERIF, naskh=NASKH))
            y.append("style: bench.css\nfonts: [fonts]\n")
        y.append("\ndispatches:\n")
        for d in order:
            put(j("src", "d", "%05d.md" % d["i"]), md_body(d))
            y.append("- file: d/%05d.md\n  title: %s\n  date: %s\n  source: { name: %s, url: %s }\n%s  place: %s\n  kind: %s\n  language: %s\n" % (
                d["i"], q(d["title"]), d["date"], q(d["source"]), q(d["url"]), "  byline: %s\n" % q(d["author"]) if d["author"] else "", q(d["place"]), {"news": "report"}.get(d["kind"], d["kind"]), d["lang"]))
        put(j("src", "manifest.yaml"), "".join(y))
    if want("typst"): put(j("book.typ"), typst(chs))
    if want("pandoc"):
        put(j("book.md"), "\n".join(md_chapter(t, c, div=True) for _, t, c in chs))
        put(j("book-latex.yaml"), LATEX_META % dict(PAGE, title=EDITION, pub=PUBLISHER, serif=SERIF))
        put(j("book-epub.yaml"), "---\ntitle: %s\nauthor: %s\nlang: en-GB\n---\n" % (EDITION, PUBLISHER))
    if want("html"): put(j("book.html"), to_html(chs))
    if want("adoc"): put(j("book.adoc"), adoc(chs)); put(j("theme.yml"), ADOC_THEME)
    if want("mdbook") or want("crowbook"):
        names = [("w%d-%02d.md" % k, t, md_chapter(t, c)) for k, t, c in chs]
        if want("mdbook"):
            put(j("mdbook", "book.toml"), '[book]\ntitle = "%s"\nauthors = ["%s"]\nlanguage = "en"\n' % (EDITION, PUBLISHER))
            put(j("mdbook", "src", "SUMMARY.md"), "# Summary\n\n" + "".join("- [%s](%s)\n" % (t, f) for f, t, _ in names))
            for f, _, x in names: put(j("mdbook", "src", f), x)
        if want("crowbook"):
            put(j("crowbook", "book.book"), "title: %s\nauthor: %s\nlang: en\noutput.epub: book.epub\noutput.tex: book.tex\nrendering.num_depth: 0\n" % (EDITION, PUBLISHER)
                + "".join("- %s\n" % f for f, _, _ in names))
            for f, _, x in names: put(j("crowbook", f), x)

    words = chars = paras = notes = links = tables = 0
    for d in ds:
        for k, b in d["blocks"]:
            runs = b if k in "pq" else [x for i in b for x in i] if k == "l" else [("t", c, None) for r in b for c in r]
            paras += k in "pq"; tables += k == "t"
            for kk, s, _ in runs:
                words += len(s.split()); chars += len(s); notes += kk == "fn"; links += kk == "a"
    st = dict(n=a.n, seed=a.seed, lang_mix=a.lang_mix, chapters=len(chs), words=words, chars=chars, paragraphs=paras, footnotes=notes, links=links, tables=tables,
              arabic=sum(d["lang"] == "ar" for d in ds))
    put(j("stats.json"), json.dumps(st) + "\n")
    print(json.dumps(st))


if __name__ == "__main__":
    main()
