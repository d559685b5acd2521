"""The books that are set: the corpus at a size, its EPUB-only edition, and this repository's sample book for Typst."""
import os, posixpath, re, shutil, sys, xml.etree.ElementTree as ET, zipfile
from programs import HERE, ROOT, command

GENERATOR = os.path.join(ROOT, "benches", "corpus", "gen.py")
SAMPLE = os.path.join(ROOT, "book")
# Not the running text: Typst makes its own title page and contents.
FURNITURE = ("cover.xhtml", "title.xhtml", "nav.xhtml")
# The page and the text of the corpus's Typst source, which are those of its other formats too.
PREAMBLE = """#set document(title: "Sample book")
#set page(paper: "a5", margin: (inside: 18mm, outside: 15mm, top: 20mm, bottom: 18mm), numbering: "1")
#set text(font: ("Gentium Plus", "Noto Naskh Arabic"), size: 10.5pt, lang: "en", hyphenate: true)
#set par(justify: true, leading: 0.6em, spacing: 0.6em, first-line-indent: 1.2em)
#show heading.where(level: 1): it => { pagebreak(weak: true); v(18mm); set text(16pt); set par(justify: false); it; v(6mm) }
#show heading.where(level: 2): it => { set text(12pt); set par(justify: false); block(above: 1.6em, below: 0.7em, it) }
#outline(depth: 2)
"""


def corpus(work, n, say):
    """The corpus of `n` dispatches, in every program's format; made once."""
    folder = os.path.join(work, "corpus", str(n))
    if not os.path.exists(os.path.join(folder, "stats.json")):
        say(f"making {n:,} dispatches")
        command([sys.executable, GENERATOR, "--n", str(n), "--out", folder])
    return folder


def epub_only(folder):
    """A manifest beside the corpus's own: an EPUB and nothing else, without fonts, as Crowbook's and pandoc's are."""
    with open(os.path.join(folder, "src", "manifest.yaml"), encoding="utf-8") as file:
        manifest = file.read()
    settings = "\nembed_fonts: none\neditions:\n  default: {formats: [epub]}\n\ndispatches:\n"
    path = os.path.join(folder, "src", "epub-only.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(manifest.replace("\ndispatches:\n", settings, 1))
    return path


def sample_for_typst(tools, work):
    """The sample book's text as Typst source: the documents of weekbook's own EPUB, by pandoc."""
    folder = os.path.join(work, "sample")
    shutil.rmtree(folder, ignore_errors=True)
    command([tools.weekbook(), "build", SAMPLE, "-e", "default", "-o", folder, "-q"])
    epub = next(os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".epub"))
    with zipfile.ZipFile(epub) as archive:
        archive.extractall(os.path.join(folder, "epub"))
        documents = [name for name in spine(archive) if posixpath.basename(name) not in FURNITURE]
    inside = os.path.join(folder, "epub", posixpath.dirname(documents[0]))
    names = [posixpath.basename(name) for name in documents]
    body = command([tools.pandoc(), "-f", "html+epub_html_exts", "-t", "typst", *names], cwd=inside)
    source = os.path.join(inside, "book.typ")
    with open(source, "w", encoding="utf-8") as file:
        file.write(PREAMBLE + body + missing_labels(body))
    return source, os.path.basename(epub)[:-len(".epub")]


def spine(archive):
    """The EPUB's documents in reading order, by their names in the archive."""
    root = ET.fromstring(archive.read("META-INF/container.xml"))
    package = next(e.get("full-path") for e in root.iter() if e.tag.endswith("}rootfile"))
    tree = ET.fromstring(archive.read(package))
    files = {e.get("id"): e.get("href") for e in tree.iter() if e.tag.endswith("}item")}
    order = [e.get("idref") for e in tree.iter() if e.tag.endswith("}itemref")]
    return [posixpath.join(posixpath.dirname(package), files[name]) for name in order]


def missing_labels(body):
    """Labels for what the text links to and pandoc gave no label, at the end; Typst takes a link to nothing for an error."""
    wanted = set(re.findall(r"#link\(<([^>]+)>\)", body))
    there = set(re.findall(r"(?<!\()<([\w.:-]+)>", body))
    return "".join(f"\n#metadata(none) <{name}>" for name in sorted(wanted - there))
