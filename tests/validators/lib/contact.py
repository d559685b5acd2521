"""contact.py [--facing] OUT.png PNG...: one sheet with all pages small, in order; with --facing the first is a recto, and the
pages that face each other stand close together. Needs Pillow on PYTHONPATH."""
import sys
from PIL import Image, ImageDraw

WIDTH, GAP, COLUMNS = 210, 12, 8
facing = sys.argv[1] == '--facing'
out, *files = sys.argv[1 + facing:]
thumbs = []
for f in files:
    im = Image.open(f).convert('RGB')
    thumbs.append(im.resize((WIDTH, max(1, round(im.height * WIDTH / im.width))), Image.LANCZOS))
if facing and thumbs:
    thumbs.insert(0, Image.new('RGB', thumbs[0].size, '#888'))
rows = [thumbs[i:i + COLUMNS] for i in range(0, len(thumbs), COLUMNS)]
heights = [max(t.height for t in r) + GAP + 12 for r in rows]
sheet = Image.new('RGB', (COLUMNS * (WIDTH + GAP) + GAP, sum(heights) + GAP), '#888')
draw, y, n = ImageDraw.Draw(sheet), GAP, -facing
for row, height in zip(rows, heights):
    for i, t in enumerate(row):
        n += 1
        x = GAP + i * (WIDTH + GAP) + (facing and (i + 1) % 2 * (GAP - 2))
        sheet.paste(t, (x, y))
        if n:
            draw.text((x, y + t.height + 1), str(n), fill='white')
    y += height
sheet.save(out)
