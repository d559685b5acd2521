"""contact.py OUT.png PNG...: one sheet with all pages small, in order, spreads side by side. Needs Pillow on PYTHONPATH."""
import sys
from PIL import Image, ImageDraw

WIDTH, GAP, COLUMNS = 210, 12, 8
out, files = sys.argv[1], sys.argv[2:]
thumbs = []
for f in files:
    im = Image.open(f).convert('RGB')
    thumbs.append(im.resize((WIDTH, max(1, round(im.height * WIDTH / im.width))), Image.LANCZOS))
rows = [thumbs[i:i + COLUMNS] for i in range(0, len(thumbs), COLUMNS)]
heights = [max(t.height for t in r) + GAP + 12 for r in rows]
sheet = Image.new('RGB', (COLUMNS * (WIDTH + GAP) + GAP, sum(heights) + GAP), '#888')
draw, y, n = ImageDraw.Draw(sheet), GAP, 0
for row, height in zip(rows, heights):
    for i, t in enumerate(row):
        n += 1
        x = GAP + i * (WIDTH + GAP)
        sheet.paste(t, (x, y))
        draw.text((x, y + t.height + 1), str(n), fill='white')
    y += height
sheet.save(out)
