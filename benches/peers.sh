#!/usr/bin/env bash
# peers.sh PEER N [RUNS]   one program at one size; a row of figures to the screen and to results.tsv
#   BENCH_DIR  where corpora and outputs go (default target/bench); LIMIT seconds a run (600); PANDOC, WEEKBOOK the programs
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
peer=${1:?usage: peers.sh PEER N [RUNS]} n=${2:?usage: peers.sh PEER N [RUNS]} runs=${3:-3}
mkdir -p "${BENCH_DIR:=$here/../target/bench}"
pandoc=${PANDOC:-pandoc}
weekbook=${WEEKBOOK:-${CARGO_TARGET_DIR:-$here/../target}/release/weekbook}
weekbook="$(realpath -m "$weekbook")"
cd "$BENCH_DIR"
c=corpus/$n o=out/$n gentium=/usr/share/fonts/truetype/gentiumplus
mkdir -p "$o"
[ -f "$c/stats.json" ] || python3 "$here/corpus/gen.py" --n "$n" --out "$c"

# bench FILE CMD…: FILE is what the command must write
bench() { local file=$1; shift; python3 "$here/bench.py" "$peer" "$n" "$runs" "${LIMIT:-600}" "$file" -- "$@"; }
ty() { bench "$o/$peer.pdf" python3 "$here/ty.py" "$c/book.typ" "$o/$peer.pdf" "$@"; }
latex=(--metadata-file="$c/book-latex.yaml" --top-level-division=chapter)
epub=(--metadata-file="$c/book-epub.yaml" --toc --toc-depth=2 --split-level=1)
book=dispatches-from-the-delta

case $peer in
  weekbook)       bench "$o/weekbook/$book.pdf" "$weekbook" build "$c/src" -o "$o/weekbook" -q ;;
  weekbook-j1)    bench "$o/weekbook-j1/$book.pdf" "$weekbook" build "$c/src" -o "$o/weekbook-j1" -q -j 1 ;;
  weekbook-pdf)   bench "$o/weekbook-pdf/$book.pdf" "$weekbook" build "$c/src" -f pdf -o "$o/weekbook-pdf" -q ;;
  weekbook-epub)  bench "$o/weekbook-epub/$book.epub" "$weekbook" build "$c/src" -f epub -o "$o/weekbook-epub" -q ;;
  typst)          ty - ;;
  typst-ua1)      ty ua-1 ;;
  typst-a2a)      ty a-2a ;;
  typst-notags)   ty - notags ;;
  typst-j1)       RAYON_NUM_THREADS=1 ty - ;;
  xelatex|lualatex) bench "$o/$peer.pdf" "$pandoc" "$c/book.md" "${latex[@]}" --pdf-engine="$peer" -o "$o/$peer.pdf" ;;
  pandoc-typst)   bench "$o/$peer.pdf" "$pandoc" "$c/book.md" --metadata-file="$c/book-epub.yaml" --toc -V papersize=a5 -V mainfont="Gentium Plus" -V fontsize=10.5pt --pdf-engine=typst -o "$o/$peer.pdf" ;;
  weasyprint)     bench "$o/$peer.pdf" weasyprint "$c/book.html" "$o/$peer.pdf" ;;
  weasyprint-ua1) bench "$o/$peer.pdf" weasyprint --pdf-variant pdf/ua-1 "$c/book.html" "$o/$peer.pdf" ;;
  asciidoctor)    bench "$o/$peer.pdf" asciidoctor-pdf -a pdf-themesdir="$c" -a pdf-fontsdir="$gentium" -o "$o/$peer.pdf" "$c/book.adoc" ;;
  chromium)       bench "$o/$peer.pdf" chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$o/$peer.pdf" "$c/book.html" ;;
  vivliostyle)    bench "$o/$peer.pdf" vivliostyle build "$c/book.html" -o "$o/$peer.pdf" --executable-browser "$(command -v chromium)" -T 600 ;;
  pandoc-epub)    bench "$o/$peer.epub" "$pandoc" "$c/book.md" "${epub[@]}" -o "$o/$peer.epub" ;;
  pandoc-epub-font) bench "$o/$peer.epub" "$pandoc" "$c/book.md" "${epub[@]}" --epub-embed-font="$gentium/GentiumPlus-*.ttf" -o "$o/$peer.epub" ;;
  typst-epub)     bench "$o/$peer.epub" typst compile --features epub -f epub "$c/book.typ" "$o/$peer.epub" ;;
  calibre-epub)   bench "$o/$peer.epub" env QTWEBENGINE_CHROMIUM_FLAGS=--no-sandbox ebook-convert "$c/book.html" "$o/$peer.epub" --language en --level1-toc //h:h1 --level2-toc //h:h2 --chapter //h:h1 ;;
  calibre-pdf)    bench "$o/$peer.pdf" env QTWEBENGINE_CHROMIUM_FLAGS=--no-sandbox ebook-convert "$o/pandoc-epub.epub" "$o/$peer.pdf" --paper-size a5 --pdf-serif-family "Gentium Plus" --pdf-page-numbers --pdf-add-toc ;;
  crowbook-epub)  bench "$o/$peer.epub" crowbook "$c/crowbook/book.book" -t epub -o "$o/$peer.epub" -q -n ;;
  mdbook)         bench "$o/mdbook/index.html" mdbook build "$c/mdbook" -d "$PWD/$o/mdbook" ;;
  *)              echo "peers.sh: no such peer: $peer" >&2; exit 2 ;;
esac
