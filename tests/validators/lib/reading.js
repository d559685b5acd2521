'use strict'
// What scripts that open an EPUB in headless chromium share: the tools of setup.sh, a server of the book, a browser.
const fs = require('fs'), path = require('path'), os = require('os'), http = require('http'), { createRequire } = require('module')

// The variables of env.sh, which setup.sh wrote; null where it has not run.
function tools() {
  const home = process.env.VALIDATORS_HOME || path.join(os.homedir(), '.cache/weekbook-validators')
  try { return Object.fromEntries(fs.readFileSync(path.join(home, 'env.sh'), 'utf8').split('\n').map(l => /^(\w+)='(.*)'$/.exec(l)).filter(Boolean).map(m => [m[1], m[2]])) }
  catch { console.error(`${home}/env.sh is missing: run setup.sh first`); process.exit(2) }
}

const CSP = "default-src 'self' blob: data: 'unsafe-inline'; object-src blob: data:; form-action 'none'"
const TYPES = { '.js': 'text/javascript', '.html': 'text/html; charset=utf-8', '.xhtml': 'application/xhtml+xml', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.ttf': 'font/ttf', '.otf': 'font/otf' }

// Serves the harness at /, the file at /book.epub, foliate-js at /foliate/, and at /in/ the book's unzipped files where they are given.
async function serve(E, file, unzipped) {
  const within = (folder, rest) => rest.includes('..') ? null : path.join(folder, rest)
  const server = http.createServer((q, s) => {
    const u = decodeURIComponent(new URL(q.url, 'http://x').pathname)
    const p = u === '/' ? path.join(__dirname, 'harness.html') : u === '/book.epub' ? file
      : u.startsWith('/foliate/') ? within(path.join(E.NODE_HOME, 'node_modules/foliate-js'), u.slice(9))
      : unzipped && u.startsWith('/in/') ? within(unzipped, u.slice(4)) : null
    if (u === '/favicon.ico') { s.writeHead(204); return s.end() }
    if (!p || !fs.existsSync(p)) { s.writeHead(404); return s.end() }
    s.writeHead(200, { 'Content-Type': TYPES[path.extname(p)] ?? 'application/epub+zip', 'Content-Security-Policy': CSP, 'Cache-Control': 'no-store' })
    fs.createReadStream(p).pipe(s)
  })
  await new Promise(r => server.listen(0, '127.0.0.1', r))
  return { server, origin: `http://127.0.0.1:${server.address().port}` }
}

// --disable-dev-shm-usage: /dev/shm is small in containers; --font-render-hinting=none: same glyphs everywhere
function launch(E, profile) {
  const puppeteer = createRequire(path.join(E.NODE_HOME, 'package.json'))('puppeteer-core')
  return puppeteer.launch({ executablePath: E.CHROMIUM, headless: true, userDataDir: profile, timeout: 120000, protocolTimeout: 300000,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none', '--force-device-scale-factor=1', '--disable-extensions', '--disable-background-networking'] })
}

module.exports = { tools, serve, launch }
