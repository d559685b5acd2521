"""Blogs as their owners have them: posts in the shapes of Jekyll, Zola and Pelican, with the faults of years. Every word is made up;
the same blog comes out of the same call on every machine."""
import datetime as dt
import os
import random
import struct
import zlib

POSTS = 300
WORDS = """harbour bridge market school river clinic council ferry letter road winter station garden kitchen window evening morning
village teacher engineer printer compiler release network keyboard library pattern index cache thread parser window margin""".split()
NAMES = ['Ada Field', 'Basim Khalil', 'Chloé Marchand', 'Дарина Коваль']


def png(width=48, height=32):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes((x * 5 + y * 3) % 256 for x in range(width)) for y in range(height))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


class Post:
    """What every shape writes in its own way."""

    def __init__(self, rng, number):
        self.rng, self.number = rng, number
        # a year and a half, several posts some weeks, none in others
        day = number * 547 // POSTS
        self.date = (2019 + day // 336, 1 + day // 28 % 12, 1 + day % 28)
        self.title = ' '.join(rng.choice(WORDS) for _ in range(rng.randint(2, 7))).capitalize()
        self.slug = f"{self.title.lower().replace(' ', '-')}-{number}"
        self.draft = number % 23 == 7

    def day(self):
        return '%d-%02d-%02d' % self.date

    def words(self, low=6, high=18):
        return ' '.join(self.rng.choice(WORDS) for _ in range(self.rng.randint(low, high)))

    def sentence(self):
        return self.words().capitalize() + '.'

    def paragraph(self):
        return ' '.join(self.sentence() for _ in range(self.rng.randint(1, 5)))

    def body(self, own, images):
        """`own` are the tags of the blog's own program, `images` how it writes the address of a file."""
        r, n = self.rng, self.number
        level = r.choice(['##', '##', '###', '#', '####'])
        pieces = [
            f'{level} {self.words(2, 4).capitalize()}\n\n{self.paragraph()}\n\n{level}## Deeper than it should be\n\n{self.paragraph()}',
            f'> {self.sentence()}\n>\n> — {r.choice(NAMES)}',
            f'- {self.sentence()}\n- {self.sentence()}\n    1. {self.words(2, 4)}\n    2. `{self.words(1, 2)}`',
            f'{self.words()}[^{n}] and once more[^{n}].\n\n[^{n}]: {self.sentence()} See <https://example.org/{n}>.',
            f'| {self.words(1, 1)} | {self.words(1, 2)} |\n|:-----|-----:|\n| {self.words(1, 3)} | {n} |\n| **{self.words(1, 1)}** | |',
            f'```{r.choice(["rust", "ruby linenos hl_lines=[2,3]", "{.python .numberLines startFrom=3}", "c++,ignore", "", "sh?", "yaml {1,3}"])}\n'
            f'let {r.choice(WORDS)} = "{self.words(1, 3)}"; // {{{{ {r.choice(WORDS)} }}}}\n\tif (a < b && c > d) {{ return; }}\n```',
            f'~~~\n$ {self.words(1, 3)} | {r.choice(WORDS)}\n~~~\n\n    indented by four: {self.words(1, 3)}',
            f'<div class="note" style="color:red" onclick="go()">\n<p>{self.sentence()}</p>\n</div>',
            f'<center><img src="https://example.org/{n}.jpg" width="400" alt="{self.words(1, 3)}"></center>',
            f'<iframe width="560" height="315" src="https://video.example.org/embed/{n}" allowfullscreen></iframe>',
            f'<script async src="https://example.org/widgets.js"></script>\n\nPress <kbd>Ctrl</kbd>+<kbd>C</kbd>, H<sub>2</sub>O<br/>and <font color="red">{self.words(1, 2)}</font> &nbsp; &hellip; &copy;',
            f'![{self.words(1, 4).capitalize()}](https://images.example.org/{n}/photo.jpg "{self.words(2, 5)}")',
            f'![{self.words(1, 4).capitalize()}]({images("photo.png")} "{self.words(2, 5).capitalize()}")',
            f'[![{self.words(1, 2)}](https://badge.example.org/{n}.svg)](https://example.org/build/{n}) inline ![]({images("photo.png")}) picture',
            f'See [the other]({r.choice(["/about/", "../archive.html", "mailto:desk@example.org", "//example.org/x", "#" + r.choice(WORDS)])}), '
            f'[{self.words(1, 3)}](http://example.org/?a=1&b={n}) and https://example.org/bare_{n}_address.',
            f'Smart "quotes", it\'s -- well --- more... ~~gone~~, *a*, **b**, ***c***, 2 < 3 & 4 > 3, ☃ 💡 naïve café, مرحبا بالعالم.',
            f'* [ ] {self.words(2, 4)}\n* [x] {self.words(2, 4)}\n\n* * *\n\nTerm\n: {self.sentence()}',
        ] + own
        chosen = r.sample(pieces, r.randint(2, 6))
        return '\n\n'.join([self.paragraph()] + chosen + ([] if r.random() < .3 else [self.paragraph()])) + '\n'


def jekyll(post):
    r, n, (y, m, d) = post.rng, post.number, post.date
    title = r.choice([f'"{post.title}: part {n % 3 + 1}"', post.title, f"'{post.title}'"])
    front = ['layout: post', f'title: {title}'] if n % 11 else ['layout: post', f'title:   "{post.title}"']
    front += r.choice([[], [f'date: {post.day()} 10:{n % 60:02d}:00 +0100'], [f'date: {y}-{m}-{d}'], [f'date: {post.day()} 09:30'],
                       [f'date: "{post.day()}T08:00:00Z"']])
    front += r.choice([[], ['categories: news life'], ['categories: [news, "à la carte"]'], ['category: news'], ['categories:\n  - news\n  - code']])
    front += r.choice([[], ['tags: [river, code]'], ['tags: river code'], ['tags:']])
    front += r.choice([[], [f'author: {r.choice(NAMES)}'], ['comments: true', 'sitemap: false'], [f'permalink: /{n}.html', 'redirect_from:\n  - /old/\n  - /older/'],
                       ['header:\n  overlay_color: "#333"\n  teaser: /assets/photo.png'], [f'excerpt: {post.words(4, 8)}'], ['math: true', 'toc: true']])
    if post.draft:
        front.append('published: false')
    own = ['{% highlight ruby linenos %}\nputs "<b>#{1 < 2}</b>"\n{% endhighlight %}', '* TOC\n{:toc}\n\n{: .notice--info}\nA note for readers.',
           '{% include figure.html url="/assets/photo.png" caption="A picture" %}', '[{{ site.title }}]({{ site.baseurl }}{% post_url 2019-01-01-first %})',
           '<!--more-->', '{% raw %}{{ page.title | escape }}{% endraw %}']
    return f'_posts/{post.day()}-{post.slug}.md', '---\n' + '\n'.join(front) + '\n---\n' + post.body(own, lambda f: f'/assets/{f}')


def zola(post):
    r, n, (y, m, d) = post.rng, post.number, post.date
    when = r.choice([post.day(), f'{post.day()}T10:{n % 60:02d}:00+01:00', f'"{post.day()}"', f'{post.day()}T23:59:59Z', f'{post.day()} 08:00:00'])
    front = [f'title = "{post.title} \\"{n}\\""', f'date = {when}']
    front += r.choice([[], ['authors = ["%s"]' % r.choice(NAMES)], [f'slug = "post-{n}"'], ['weight = 3'], [f'description = "{post.words(4, 9)}"'],
                       [f'updated = {y + 1}-{m:02d}-{d:02d}'], ['aliases = ["/old"]', 'template = "post.html"']])
    if post.draft:
        front.append('draft = true')
    front += r.choice([[], ['[taxonomies]', 'tags = ["river", "code"]', 'categories = ["news"]'], ['taxonomies.tags = ["river"]']])
    front += r.choice([[], ['[extra]', 'toc = true', 'links = [{ name = "a", url = "https://example.org" }]']])
    own = ['{{ youtube(id="abc123", class="wide") }}', '{% quote(author="Vincent") %}\nA quotation that *goes on*.\n{% end %}', '<!-- more -->',
           '[the other](@/posts/first.md#part)', '{{ resize_image(path="photo.png", width=5, op="fit_width") }}', '> [!NOTE]\n> A callout.']
    text = '+++\n' + '\n'.join(front) + '\n+++\n' + post.body(own, lambda f: '/static/' + f if n % 2 else '../../static/' + f)
    return f'content/posts/{post.slug}.md', text


def pelican(post):
    r, n, (y, m, d) = post.rng, post.number, post.date
    when = r.choice([f'{post.day()} 10:20', post.day(), f'{y}-{m}-{d}', f'{post.day()} 10:20:30', f'{post.day()}T10:20+02:00'])
    front = [f'Title: {post.title}: a story', f'Date: {when}', f'Category: {r.choice(["News", "Code, old", "Life"])}']
    front += r.choice([[], ['Tags: river, code'], ['tags: river; code, old']]) + r.choice([[], [f'Slug: post-{n}'], [f'Modified: {y + 1}-{m:02d}-{d:02d} 09:00']])
    front += r.choice([[], [f'Author: {r.choice(NAMES)}'], ['Authors: Ada Field, Basim Khalil'], [f'Summary: {post.words(4, 8)}\n    {post.words(3, 5)}'],
                       ['Lang: en', 'Translation: false'], ['Status: published'], ['Template: wide', 'Series: The river']])
    if post.draft:
        front = [f for f in front if not f.startswith('Status')] + ['Status: draft']
    own = ['[TOC]', '    :::python\n    print("<&>")', '[the other]({filename}/posts/first.md)', '!!! note "Mind"\n    An admonition.',
           '[a file]({static}/files/report.pdf) and [one]({attach}notes.txt)', '<!-- PELICAN_END_SUMMARY -->']
    return f'{post.slug}.md', '\n'.join(front) + '\n\n' + post.body(own, lambda f: f'{{static}}/images/{f}' if n % 2 else f'images/{f}')


SHAPES = {'jekyll': (jekyll, '_posts/*.md', ['assets/photo.png']),
          'zola': (zola, 'content/posts/[!_]*.md', ['static/photo.png']),
          'pelican': (pelican, '*.md', ['images/photo.png'])}


def write(folder, shape):
    """A blog with a manifest of ten lines; gives the manifest, and how many posts that are no drafts stand in how many weeks."""
    make, pattern, pictures = SHAPES[shape]
    rng = random.Random(f'{shape} blog')
    published, weeks = 0, set()
    for number in range(POSTS):
        post = Post(rng, number)
        if not post.draft:
            published += 1
            weeks.add(dt.date(*post.date).isocalendar()[:2])
        path, text = make(post)
        if number % 10 == 3:
            text = text.replace('\n', '\r\n')
        data = text.encode('utf-8')
        if number % 17 == 5:
            data = b'\xef\xbb\xbf' + data
        _write(os.path.join(folder, path), data)
    if shape == 'zola':
        _write(os.path.join(folder, 'content', 'posts', '_index.md'), b'+++\ntitle = "Posts"\nsort_by = "date"\n+++\n')
    for picture in pictures:
        _write(os.path.join(folder, picture), png())
    manifest = os.path.join(folder, 'manifest.yaml')
    lines = ['weekbook: 1', f'title: The {shape} blog', 'subtitle: 2019 to 2020', 'authors: [Ada Field]', 'publisher: Nobody', 'language: en',
             'rights: CC0', 'description: A blog as a book.', f'dispatches: [ "{pattern}" ]']
    _write(manifest, ('\n'.join(lines) + '\n').encode())
    return manifest, {'n': published, 'chapters': len(weeks)}


def _write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as f:
        f.write(data)
