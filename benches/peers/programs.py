"""The programs that are compared: where each comes from, how it is installed, how it is called."""
import json, os, shutil, subprocess, sys
from measure import Failed, Program

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FONTS = os.path.join(ROOT, "fonts")
# What the bars were set against; another version is another peer.
PACKAGES = ["typst==0.15.2", "pypandoc_binary==1.17"]
CROWBOOK = "0.17.1"
BOOK = "dispatches-from-the-delta"  # the corpus's slug


def command(argv, **more):
    """Runs a step of the preparation, quietly unless it fails."""
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **more)
    if done.returncode:
        raise Failed(f"{' '.join(argv)}\n{done.stdout[-2000:]}")
    return done.stdout


class Tools:
    """Installed programs, in a cache folder of their own; each is installed when it is first asked for."""

    def __init__(self, cache, weekbook, say):
        self.cache, self.given, self.say = cache, weekbook, say

    def weekbook(self):
        """The program of this repository, built for release, unless one was given."""
        if not self.given:
            self.say("building weekbook")
            built = command(["cargo", "build", "--release", "--bin", "weekbook", "--message-format=json"], cwd=ROOT)
            lines = (json.loads(line) for line in built.splitlines() if line.startswith("{"))
            self.given = next(line["executable"] for line in lines if line.get("executable"))
        return self.given

    def python(self):
        """A Python with Typst and pandoc in it, from the Python package index."""
        venv = os.path.join(self.cache, "python-" + "-".join(PACKAGES).replace("==", "-"))
        python = os.path.join(venv, "bin", "python")
        if not os.path.exists(os.path.join(venv, "complete")):
            self.say("installing " + ", ".join(PACKAGES))
            command([sys.executable, "-m", "venv", "--clear", venv])
            command([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES])
            open(os.path.join(venv, "complete"), "w").close()
        return python

    def pandoc(self):
        return command([self.python(), "-c", "import pypandoc; print(pypandoc.get_pandoc_path())"]).strip()

    def crowbook(self):
        """Crowbook, from crates.io, compiled here: some minutes the first time."""
        root = os.path.join(self.cache, "crowbook-" + CROWBOOK)
        program = os.path.join(root, "bin", "crowbook")
        if not os.path.exists(program):
            self.say(f"compiling crowbook {CROWBOOK}, which takes some minutes")
            command(["cargo", "install", "crowbook", "--version", "=" + CROWBOOK, "--locked", "--root", root])
        return program


def ours(tools, name, manifest, out, stem, formats=()):
    """weekbook; what counts as its output is the PDF where it writes one."""
    extension = "epub" if formats == ("epub",) else "pdf"
    argv = [tools.weekbook(), "build", manifest, "-o", out, "-q"] + [part for f in formats for part in ("-f", f)]
    return Program(name, argv, os.path.join(out, f"{stem}.{extension}"))


def typst(tools, name, source, out):
    """Typst, tagged as it is by default; some hundredths of a second of it are Python's start."""
    return Program(name, [tools.python(), os.path.join(HERE, "ty.py"), source, out], out)


def crowbook(tools, corpus, out):
    return Program("Crowbook", [tools.crowbook(), f"{corpus}/crowbook/book.book", "-t", "epub", "-o", out, "-q", "-n"], out)


def pandoc_epub(tools, corpus, out):
    return Program("pandoc", [tools.pandoc(), f"{corpus}/book.md", f"--metadata-file={corpus}/book-epub.yaml",
                              "--toc", "--toc-depth=2", "--split-level=1", "-o", out], out)


# Further programs, which the machine has to have: what is called, what Debian's package is (or Python's, or npm's), the
# file, the command line. {corpus}, {out}, {pandoc}, {python}, {ty}, {fonts} stand for what they say.
FURTHER = {
    "typst-ua1": ("", "", "pdf", "{python} {ty} {corpus}/book.typ {out} ua-1"),
    "typst-a2a": ("", "", "pdf", "{python} {ty} {corpus}/book.typ {out} a-2a"),
    "typst-notags": ("", "", "pdf", "{python} {ty} {corpus}/book.typ {out} - notags"),
    "xelatex": ("xelatex", "texlive-xetex texlive-latex-recommended lmodern fonts-sil-gentiumplus", "pdf",
                "{pandoc} {corpus}/book.md --metadata-file={corpus}/book-latex.yaml --top-level-division=chapter --pdf-engine=xelatex -o {out}"),
    "lualatex": ("lualatex", "texlive-luatex texlive-latex-recommended lmodern", "pdf",
                 "{pandoc} {corpus}/book.md --metadata-file={corpus}/book-latex.yaml --top-level-division=chapter --pdf-engine=lualatex -o {out}"),
    "weasyprint": ("weasyprint", "weasyprint fonts-sil-gentiumplus", "pdf", "weasyprint {corpus}/book.html {out}"),
    "asciidoctor": ("asciidoctor-pdf", "ruby-asciidoctor-pdf", "pdf",
                    "asciidoctor-pdf -a pdf-themesdir={corpus} -a pdf-fontsdir={fonts}/gentium-plus -o {out} {corpus}/book.adoc"),
    "chromium": ("chromium", "chromium fonts-sil-gentiumplus", "pdf",
                 "chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf={out} {corpus}/book.html"),
    "vivliostyle": ("vivliostyle", "@vivliostyle/cli (npm)", "pdf", "vivliostyle build {corpus}/book.html -o {out} -T 600"),
    "calibre-epub": ("ebook-convert", "calibre", "epub",
                     "ebook-convert {corpus}/book.html {out} --language en --level1-toc //h:h1 --level2-toc //h:h2 --chapter //h:h1"),
}


def further(tools, name, corpus, out):
    """A program of FURTHER, and its file's extension."""
    needs, package, extension, line = FURTHER[name]
    if needs and not shutil.which(needs):
        raise Failed(f"{name} needs `{needs}`, which is not there: install {package}")
    out = f"{out}.{extension}"
    python = tools.python() if "{python}" in line else ""
    pandoc = tools.pandoc() if "{pandoc}" in line else ""
    places = {"corpus": corpus, "out": out, "python": python, "pandoc": pandoc, "ty": os.path.join(HERE, "ty.py"), "fonts": FONTS}
    argv = [part.format(**places) for part in line.split(" ")]
    # LuaLaTeX finds fonts by this variable, Qt's browser will not run as root without the other.
    env = {"OSFONTDIR": FONTS, "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}
    return Program(name, argv, out, env), extension
