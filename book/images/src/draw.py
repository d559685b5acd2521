#!/usr/bin/env python3
"""Draws the figures of the sample book one folder up: drawings as SVG, and one as a JPEG, rendered from the SVG beside this script.

One SVG unit is one point at a figure width of 110 mm (312 pt), the measure of the A5 edition, so a
font size here is the size on paper. Nothing is set below 7 pt.
"""
import math
import os
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FONTS = HERE.parents[2] / "fonts" / "source-sans-3"
WIDTH = 312
PIXELS = 1300  # 300 dpi at 110 mm

INK, SOFT, MID, PALE, PAPER, WATER, ACCENT = (
    "#1d262b", "#56656d", "#93a2a9", "#dfe5e7", "#ffffff", "#b9cbd4", "#9a4f1f")


def esc(s):
    return s.replace("&", "&amp;").replace("<", "&lt;")


def text(x, y, s, size=7.6, fill=INK, anchor="start", weight=400, italic=False, halo=None, spacing=0, rotate=None):
    a = f' transform="rotate({rotate} {x:.1f} {y:.1f})"' if rotate is not None else ""
    style = f'font-size="{size}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}"'
    style += ' font-style="italic"' if italic else ""
    style += f' letter-spacing="{spacing}"' if spacing else ""
    out = ""
    if halo:
        out = (f'<text x="{x:.1f}" y="{y:.1f}" {style} stroke="{halo}" stroke-width="2.4" '
               f'stroke-linejoin="round"{a}>{esc(s)}</text>\n')
    return out + f'<text x="{x:.1f}" y="{y:.1f}" {style}{a}>{esc(s)}</text>\n'


def line(x1, y1, x2, y2, stroke=INK, width=0.6, dash=None, cap="butt"):
    d = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" '
            f'stroke-width="{width}" stroke-linecap="{cap}"{d}/>\n')


def rect(x, y, w, h, fill, stroke="none", width=0.6, rx=0):
    return (f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}" stroke="{stroke}" '
            f'stroke-width="{width}" rx="{rx}"/>\n')


def circle(x, y, r, fill=INK, stroke="none", width=0.8):
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>\n'


def smooth(points, closed=False):
    """A Catmull-Rom spline through the points, as a path of cubic curves."""
    p = list(points)
    n = len(p)
    at = (lambda i: p[i % n]) if closed else (lambda i: p[min(max(i, 0), n - 1)])
    d = f"M{p[0][0]:.1f} {p[0][1]:.1f}"
    for i in range(n if closed else n - 1):
        a, b, c, e = at(i - 1), at(i), at(i + 1), at(i + 2)
        d += (f" C{b[0] + (c[0] - a[0]) / 6:.1f} {b[1] + (c[1] - a[1]) / 6:.1f}"
              f" {c[0] - (e[0] - b[0]) / 6:.1f} {c[1] - (e[1] - b[1]) / 6:.1f} {c[0]:.1f} {c[1]:.1f}")
    return d + ("Z" if closed else "")


def path(d, fill="none", stroke="none", width=1.0, dash=None, cap="round"):
    k = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linecap="{cap}" '
            f'stroke-linejoin="round"{k}/>\n')


def document(height, body, title, extra=""):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}pt" height="{height}pt" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="\'Source Sans 3\'">\n<title>{esc(title)}</title>\n{extra}'
            f'{rect(0, 0, WIDTH, height, PAPER)}{body}</svg>\n')


def north(x, y):
    return (path(f"M{x} {y - 12} L{x + 4.2} {y + 3} L{x} {y} L{x - 4.2} {y + 3}Z", fill=INK)
            + text(x, y + 11.5, "N", 8, anchor="middle", weight=700))


def scale_bar(x, y, unit, km, label):
    out = rect(x, y, unit * km / 2, 2.6, INK) + rect(x + unit * km / 2, y, unit * km / 2, 2.6, PAPER, INK, 0.5)
    return out + text(x, y - 2.6, "0", 7) + text(x + unit * km, y - 2.6, label, 7, anchor="middle")


def city():
    """Mosul: the Tigris, the five bridges, the two banks and some districts."""
    w, e, n, s = 43.053, 43.238, 36.409, 36.282
    unit = WIDTH / ((e - w) * 89.5)
    h = round((n - s) * 111 * unit)

    def xy(lat, lon):
        return (lon - w) * 89.5 * unit, (n - lat) * 111 * unit

    out = f'<clipPath id="frame">{rect(0.4, 0.4, WIDTH - 0.8, h - 0.8, INK)}</clipPath>\n<g clip-path="url(#frame)">\n'
    west = [(36.392, 43.098), (36.380, 43.084), (36.372, 43.072), (36.354, 43.066), (36.336, 43.071), (36.322, 43.085),
            (36.313, 43.103), (36.308, 43.124), (36.313, 43.143), (36.325, 43.150), (36.338, 43.143), (36.346, 43.135),
            (36.353, 43.126), (36.362, 43.117), (36.373, 43.112), (36.382, 43.107)]
    east = [(36.395, 43.121), (36.400, 43.142), (36.396, 43.168), (36.389, 43.192), (36.378, 43.210), (36.360, 43.226),
            (36.341, 43.228), (36.325, 43.220), (36.310, 43.206), (36.303, 43.187), (36.312, 43.169), (36.326, 43.160),
            (36.340, 43.151), (36.350, 43.140), (36.357, 43.131), (36.366, 43.122), (36.378, 43.119), (36.388, 43.113)]
    for outline in (west, east):
        out += path(smooth([xy(*p) for p in outline], True), fill="#eef1f2", stroke=MID, width=0.5)
    old = [(36.3525, 43.1240), (36.3490, 43.1305), (36.3450, 43.1350), (36.3395, 43.1400), (36.3360, 43.1345),
           (36.3372, 43.1240), (36.3425, 43.1160), (36.3495, 43.1165)]
    out += path(smooth([xy(*p) for p in old], True), fill="#cdd5d9", stroke=SOFT, width=0.6)
    nineveh = [(36.3725, 43.1480), (36.3690, 43.1605), (36.3560, 43.1700), (36.3440, 43.1690), (36.3470, 43.1600),
               (36.3600, 43.1500)]
    out += path("M" + " L".join("%.1f %.1f" % xy(*p) for p in nineveh) + "Z", stroke=SOFT, width=0.8, dash="2.2 1.8")
    khosr = [(36.393, 43.205), (36.382, 43.188), (36.371, 43.170), (36.362, 43.160), (36.355, 43.150), (36.3475, 43.1395)]
    out += path(smooth([xy(*p) for p in khosr]), stroke=WATER, width=1.8)
    river = [(36.425, 43.058), (36.410, 43.076), (36.399, 43.097), (36.390, 43.105), (36.381, 43.114), (36.370, 43.1165),
             (36.362, 43.1195), (36.355, 43.1285), (36.348, 43.1375), (36.340, 43.146), (36.331, 43.1525),
             (36.322, 43.157), (36.311, 43.164), (36.301, 43.172), (36.292, 43.186), (36.275, 43.198)]
    out += path(smooth([xy(*p) for p in river]), stroke="#9db4bf", width=8.6, cap="butt")
    out += path(smooth([xy(*p) for p in river]), stroke=WATER, width=7.4, cap="butt")

    out += "</g>\n"
    ax, ay = xy(36.3058, 43.1400)
    out += f'<g transform="rotate(62 {ax:.1f} {ay:.1f})">' + rect(ax - 20, ay - 2.2, 40, 4.4, PAPER, SOFT, 0.6) + "</g>\n"
    out += text(ax - 3, ay + 29, "Airport", 7.4, SOFT, "middle", halo=PAPER)

    # The bridges: centre, direction across the river, number.
    for lat, lon, deg, num, dx, dy in [
            (36.3640, 43.1187, 22, "5", 21, -5), (36.3543, 43.1295, 42, "3", 19, -8), (36.3470, 43.1387, 42, "1", 18, -10),
            (36.3398, 43.1462, 40, "2", 19, -7), (36.3262, 43.1552, 28, "4", 20, -4)]:
        x, y = xy(lat, lon)
        out += f'<g transform="rotate({-deg} {x:.1f} {y:.1f})">'
        out += line(x - 8.5, y, x + 8.5, y, PAPER, 4) + line(x - 8.5, y, x + 8.5, y, ACCENT, 2.1) + "</g>\n"
        out += line(x + 7, y - 3, x + dx - 4, y + dy + 1, ACCENT, 0.5)
        out += circle(x + dx, y + dy, 5.1, PAPER, ACCENT, 0.9)
        out += text(x + dx, y + dy + 2.6, num, 7.4, ACCENT, "middle", 700)

    for lat, lon, name, size, anchor in [
            (36.3735, 43.0915, "Hawi al-Kanisa", 7.2, "middle"), (36.3600, 43.0850, "17 July", 7.4, "middle"),
            (36.3545, 43.1060, "Zanjili", 7.4, "middle"), (36.3465, 43.0830, "Tanak", 7.4, "middle"),
            (36.3365, 43.0900, "Yarmouk", 7.4, "middle"), (36.3265, 43.1085, "al-Jadida", 7.4, "middle"),
            (36.3190, 43.1270, "Wadi Hajar", 7.4, "middle"), (36.3300, 43.1330, "Dawwasa", 7.4, "middle"),
            (36.3880, 43.1430, "University", 7.4, "middle"), (36.3600, 43.1905, "Zuhour", 7.4, "middle"),
            (36.3510, 43.2080, "Karama", 7.4, "middle"), (36.3230, 43.1850, "Palestine", 7.4, "middle"),
            (36.3370, 43.2000, "Intisar", 7.4, "middle")]:
        x, y = xy(lat, lon)
        out += text(x, y, name, size, INK, anchor, halo="#eef1f2")
    x, y = xy(36.3424, 43.1258)
    out += text(x, y, "Old City", 7.8, INK, "middle", 700)
    x, y = xy(36.3605, 43.1610)
    out += text(x, y, "Nineveh", 7.4, SOFT, "middle", italic=True, halo="#eef1f2")
    out += text(x, y + 8.4, "(ruins)", 7.2, SOFT, "middle", italic=True, halo="#eef1f2")
    x, y = xy(36.3300, 43.0560)
    out += text(x + 4, y + 44, "WEST BANK", 9.4, SOFT, weight=700, spacing=1.1)
    x, y = xy(36.4040, 43.1720)
    out += text(x + 8, y + 4, "EAST BANK", 9.4, SOFT, weight=700, spacing=1.1)
    x, y = xy(36.4010, 43.0840)
    out += text(x + 25, y - 7, "Tigris", 9, "#45606c", italic=True, rotate=40)
    x, y = xy(36.2960, 43.1790)
    out += text(x + 12, y - 9, "Tigris", 9, "#45606c", italic=True, rotate=40)
    x, y = xy(36.3865, 43.1935)
    out += text(x + 4, y + 1, "Khosr", 7.6, "#45606c", italic=True, rotate=-28, halo="#eef1f2")

    out += north(297, 19)
    out += scale_bar(11, h - 11, unit, 4, "4 km")
    out += rect(0.4, 0.4, WIDTH - 0.8, h - 0.8, "none", MID, 0.8)
    base = h + 15
    key = [("5", "Fifth Bridge"), ("3", "Third"), ("1", "Old Bridge"), ("2", "Second, “Freedom”"), ("4", "Fourth")]
    for x, (num, name) in zip((5.6, 66, 107, 164, 252), key):
        out += circle(x, base - 2.7, 4.8, PAPER, ACCENT, 0.9) + text(x, base - 0.2, num, 7.2, ACCENT, "middle", 700)
        out += text(x + 7.4, base, name, 7.5)
    out += text(0, base + 13, "Sketch: shapes and positions are approximate. Not for navigation.", 7.2, SOFT, italic=True)
    return document(h + 33, out, "Sketch of Mosul")


def region():
    """Nineveh and its neighbours: towns, camps, rivers."""
    w, e, n, s = 41.62, 44.26, 36.98, 35.62
    unit = WIDTH / ((e - w) * 89.5)
    h = round((n - s) * 111 * unit)

    def xy(lat, lon):
        return (lon - w) * 89.5 * unit, (n - lat) * 111 * unit

    out = f'<clipPath id="frame">{rect(0.4, 0.4, WIDTH - 0.8, h - 0.8, INK)}</clipPath>\n<g clip-path="url(#frame)">\n'
    # Sinjar's ridge as a row of hachures.
    for i in range(15):
        lon = 41.66 + i * 0.034
        x, y = xy(36.405 + 0.012 * math.sin(i / 2), lon)
        out += line(x, y - 3.4, x - 1.5, y + 3.2, MID, 0.8, cap="round")
    out += text(*xy(36.475, 41.90), "Sinjar mountain", 7, SOFT, "middle", italic=True)
    lake = [(36.63, 42.84), (36.70, 42.80), (36.74, 42.70), (36.80, 42.62), (36.77, 42.74), (36.72, 42.86), (36.66, 42.89)]
    out += path(smooth([xy(*p) for p in lake], True), fill=WATER, stroke="#9db4bf", width=0.6)
    tigris = [(36.63, 42.84), (36.55, 42.88), (36.46, 42.98), (36.40, 43.09), (36.34, 43.14), (36.27, 43.20), (36.17, 43.26),
              (36.09, 43.29), (35.98, 43.36), (35.90, 43.33), (35.80, 43.28), (35.70, 43.22), (35.52, 43.26)]
    zab = [(37.05, 44.32), (36.92, 44.20), (36.78, 44.05), (36.62, 43.95), (36.45, 43.75), (36.27, 43.64), (36.15, 43.55), (36.06, 43.43), (35.98, 43.36)]
    out += path(smooth([xy(*p) for p in zab]), stroke=WATER, width=2.2)
    out += path(smooth([xy(*p) for p in tigris]), stroke=WATER, width=3.2)
    out += "</g>\n"
    for road in ([(36.34, 43.13), (36.35, 43.38), (36.27, 43.64), (36.19, 44.01)], [(36.34, 43.13), (36.17, 43.24), (35.80, 43.27)],
                 [(36.34, 43.13), (36.41, 42.96), (36.38, 42.45), (36.32, 41.87)]):
        out += path("M" + " L".join("%.1f %.1f" % xy(*p) for p in road), stroke=MID, width=0.8, dash="3 2")
    towns = [(36.86, 42.99, "Duhok", 5, 2.5, "start", 2.4, 400), (36.34, 43.13, "Mosul", -6, 10, "end", 3.6, 700),
             (36.19, 44.01, "Erbil", 0, -6, "middle", 3.2, 700), (36.38, 42.45, "Tal Afar", 0, -5, "middle", 2.4, 400),
             (36.32, 41.87, "Sinjar", 0, 10, "middle", 2.4, 400), (36.17, 43.26, "Hammam al-Alil", -6, 1, "end", 2.4, 400),
             (35.80, 43.27, "Qayyarah", -5, 2.5, "end", 2.4, 400), (35.775, 43.58, "Makhmur", 5, 2.5, "start", 2.4, 400),
             (36.35, 43.38, "Bartella", 0, -4.5, "middle", 2, 400), (35.93, 42.60, "Tal Abta", 0, -5, "middle", 2, 400),
             (36.10, 43.33, "Nimrud", 5, 3, "start", 2, 400)]
    camps = [(36.315, 43.56, "Khazir", -8, 12, "middle"), (35.73, 43.33, "Jad’ah", 5, 5, "start"),
             (36.105, 43.215, None, 0, 0, "end"), (36.47, 43.27, "Nargizlia", 0, -7, "middle")]
    for lat, lon, name, dx, dy, anchor, r, weight in towns:
        x, y = xy(lat, lon)
        out += circle(x, y, r, INK, PAPER, 0.7) + text(x + dx, y + dy, name, 8.6 if weight == 700 else 7.6, INK, anchor, weight, halo=PAPER)
    for lat, lon, name, dx, dy, anchor in camps:
        x, y = xy(lat, lon)
        out += path(f"M{x:.1f} {y - 4.2:.1f} L{x + 4.4:.1f} {y + 3:.1f} L{x - 4.4:.1f} {y + 3:.1f}Z", fill=ACCENT, stroke=PAPER, width=0.7)
        if name:
            out += text(x + dx, y + dy, name, 7.6, ACCENT, anchor, halo=PAPER)
    out += text(*xy(36.735, 42.55), "Mosul Dam lake", 7.2, "#45606c", "end", italic=True)
    out += text(*xy(36.52, 43.79), "Great Zab", 7.4, "#45606c", italic=True, rotate=-52)
    x, y = xy(35.86, 43.315)
    out += text(x + 8, y - 7, "Tigris", 8, "#45606c", italic=True, halo=PAPER)
    out += north(14, 20)
    out += scale_bar(12, h - 11, unit, 40, "40 km")
    out += rect(0.4, 0.4, WIDTH - 0.8, h - 0.8, "none", MID, 0.8)
    b = h + 14
    out += circle(4, b - 2.6, 2.4) + text(10, b, "town", 7.4)
    out += path(f"M42 {b - 6.4} L46.4 {b + 0.6} L37.6 {b + 0.6}Z", fill=ACCENT) + text(50, b, "camp for displaced people", 7.4)
    out += line(143, b - 2.6, 160, b - 2.6, MID, 0.9, "3 2") + text(164, b, "road", 7.4)
    out += text(WIDTH, b, "Sketch, positions approximate", 7.2, SOFT, "end", italic=True)
    return document(h + 19, out, "Sketch of Nineveh and its neighbours")


def displaced():
    """People displaced by the battle for Mosul, week by week."""
    data = [("23 Feb", 160), ("2 Mar", 180), ("9 Mar", 210), ("16 Mar", 240), ("23 Mar", 270), ("30 Mar", 290), ("6 Apr", 310), ("13 Apr", 320)]
    x0, x1, y0, y1, top = 30, WIDTH - 4, 158, 24, 350
    out = text(0, 9, "People displaced at the week’s end, thousands", 8.6, weight=700)

    def y(v):
        return y0 - (y0 - y1) * v / top

    for v in range(0, 351, 50):
        out += line(x0, y(v), x1, y(v), INK if v == 0 else PALE, 0.8 if v == 0 else 0.6)
        out += text(x0 - 5, y(v) + 2.6, str(v), 7.4, SOFT, "end")
    step = (x1 - x0) / len(data)
    for i, (label, v) in enumerate(data):
        x = x0 + step * i + step * 0.17
        ends = i in (0, len(data) - 1)
        out += rect(x, y(v), step * 0.66, y0 - y(v), SOFT if ends else "#a9b7bd")
        out += text(x + step * 0.33, y(v) - 3.6, f"{'' if ends else '~'}{v}", 8, INK, "middle", 700 if ends else 400, halo=PAPER)
        out += text(x + step * 0.33, y0 + 10.5, label, 7.5, INK, "middle")
    b = y0 + 28
    out += rect(0, b - 6.4, 7.5, 7.5, SOFT) + text(11, b, "round figure as published", 7.4)
    out += rect(112, b - 6.4, 7.5, 7.5, "#a9b7bd") + text(123, b, "our reading of the updates, to the nearest ten thousand", 7.4)
    out += text(0, b + 13, "After IOM DTM and OCHA, February to April 2017. Returns are not counted.", 7.2, SOFT, italic=True)
    return document(b + 18, out, "People displaced by week")


def water():
    """What is trucked into the city, beside what people need."""
    rows = [("Trucked into the city", "2.3", 2.3, ACCENT, "under 6 litres a head"),
            ("Survival, 7.5 litres a head", "3.0", 3.0, "#a9b7bd", "to drink and cook, for a short time"),
            ("Minimum, 15 litres a head", "6.0", 6.0, "#a9b7bd", "to drink, cook and wash")]
    x0, full = 108, 178
    out = text(0, 9, "Water for 400,000 people, million litres a day", 8.6, weight=700)
    y, notes = 24, ""
    for i, (label, num, v, fill, note) in enumerate(rows):
        wpx = full * v / 6
        out += text(x0 - 7, y + 13.5, label, 7.9, INK, "end", 700 if i == 0 else 400)
        out += rect(x0, y, wpx, 20, fill)
        out += text(x0 + wpx + 5, y + 14, num, 10, INK, weight=700)
        notes += text(x0 + 4, y + 29.5, note, 7.3, SOFT, italic=True, halo=PAPER)
        y += 42
    xt = x0 + full * 2.3 / 6
    out += line(xt, 18, xt, y - 20, ACCENT, 0.8, "2 2")
    out += line(x0, 18, x0, y - 20, INK, 0.9) + notes
    y += 8
    # A drop for each litre: filled for what arrives, out of fifteen.
    out += text(0, y + 1, "Litres for each person each day", 7.9, weight=700)
    for i in range(15):
        cx, cy = 6 + i * 20.4, y + 18
        share = max(0.0, min(1.0, 5.75 - i))
        drop = f"M{cx:.1f} {cy - 8:.1f} C{cx + 1.6:.1f} {cy - 3.4:.1f} {cx + 5:.1f} {cy - 0.6:.1f} {cx + 5:.1f} {cy + 2.6:.1f} A5 5 0 0 1 {cx - 5:.1f} {cy + 2.6:.1f} C{cx - 5:.1f} {cy - 0.6:.1f} {cx - 1.6:.1f} {cy - 3.4:.1f} {cx:.1f} {cy - 8:.1f}Z"
        out += f'<clipPath id="d{i}">' + rect(cx - 6, cy + 7.6 - 15.6 * share, 12, 15.6 * share, INK) + "</clipPath>\n"
        out += f'<path d="{drop}" fill="{ACCENT}" clip-path="url(#d{i})"/>\n' if share else ""
        out += path(drop, stroke=SOFT, width=0.7)
    out += text(0, y + 38, "5.75 delivered (filled) of the 15 that the Sphere standards call a minimum.", 7.4)
    out += text(0, y + 49, "Deliveries: Associated Press, April 2017. The population is a round working figure.", 7.2, SOFT, italic=True)
    return document(round(y + 54), out, "Water trucked against need")


def referral():
    """The way of a wounded person, from the street to the surgeon."""
    steps = [("Street", "neighbours, a cart,", "army vehicle", "0 min"), ("Stabilisation", "stop the bleeding,", "splint, fluids", "within 10 min"),
             ("Field hospital", "surgery, ward,", "blood", "within 1 hour"), ("Referral hospital", "second operation,", "rehabilitation", "hours to days")]
    gap = 16
    bw = (WIDTH - 3 * gap - 1) / 4
    out = ""
    for i, (name, a, b, t) in enumerate(steps):
        x = 0.5 + i * (bw + gap)
        fill = ("#f4f6f7", "#e3e9eb", "#c7d2d7", "#a9b9c0")[i]
        out += rect(x, 14, bw, 50, fill, SOFT, 0.7, 3)
        out += text(x + bw / 2, 29, name, 7.9, INK, "middle", 700)
        out += text(x + bw / 2, 43, a, 7.2, INK, "middle") + text(x + bw / 2, 52.5, b, 7.2, INK, "middle")
        out += text(x + bw / 2, 9, t, 7.4, ACCENT, "middle", 700)
        if i < 3:
            out += line(x + bw + 2, 39, x + bw + gap - 6, 39, INK, 1.1)
            out += path(f"M{x + bw + gap - 8:.1f} 35.6 L{x + bw + gap - 1.5:.1f} 39 L{x + bw + gap - 8:.1f} 42.4Z", fill=INK)
    places = ["West Mosul", "a few streets back", "Bartella, Hammam al-Alil,", "Erbil, Duhok"]
    for i, p in enumerate(places):
        x = 0.5 + i * (bw + gap) + bw / 2
        if i == 2:
            out += text(x, 76, "Bartella, Qayyarah,", 7.3, SOFT, "middle", italic=True) + text(x, 85, "Athba", 7.3, SOFT, "middle", italic=True)
        else:
            out += text(x, 76, p, 7.3, SOFT, "middle", italic=True)
    out += text(0, 100, "Times are the aim of the trauma plan, not a promise.", 7.2, SOFT, italic=True)
    return document(105, out, "The way of a wounded person")


def minaret():
    """The leaning minaret of al-Nuri, al-Hadba, in a tone drawing."""
    h = 352
    defs = ('<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#cfd8dc"/>'
            '<stop offset="1" stop-color="#f4f1ea"/></linearGradient>'
            '<linearGradient id="shaft" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#8f7f6b"/>'
            '<stop offset="0.32" stop-color="#d9cdb9"/><stop offset="0.6" stop-color="#b3a38d"/>'
            '<stop offset="1" stop-color="#57493b"/></linearGradient>'
            '<linearGradient id="base" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#c9bba4"/>'
            '<stop offset="0.56" stop-color="#bcae97"/><stop offset="0.57" stop-color="#7c6c59"/>'
            '<stop offset="1" stop-color="#65574a"/></linearGradient></defs>\n')
    out = f'<rect width="{WIDTH}" height="{h}" fill="url(#sky)"/>\n'
    # Roofs behind.
    roofs = [(0, 262, 46), (40, 250, 34), (70, 266, 40), (106, 256, 26), (196, 252, 38), (230, 264, 34), (258, 246, 30), (284, 258, 30)]
    for x, y, w in roofs:
        out += rect(x, y, w, h - y, "#c3bdb1") + rect(x, y, w, 1.6, "#a9a295")
        out += rect(x + w * 0.3, y + 9, 4, 7, "#948c7f") + rect(x + w * 0.62, y + 9, 4, 7, "#948c7f")
    dome = "M44 286 C44 262 58 250 70 246 C82 250 96 262 96 286Z"
    out += path(dome, fill="#aab3ae", stroke="#8b948f", width=0.6) + rect(69.3, 238, 1.4, 9, "#6e756f")
    out += rect(36, 284, 68, 44, "#b7ae9f") + rect(36, 284, 68, 2, "#978f81")
    # The shaft leans: its axis bends away from the base.
    foot, head, y_foot, y_head = 152.0, 168.0, 252.0, 56.0

    def axis(y):
        t = (y_foot - y) / (y_foot - y_head)
        return foot + (head - foot) * (0.62 * t + 0.38 * t * t)

    def half(y):
        return 20.5 - 5.2 * (y_foot - y) / (y_foot - y_head)

    ys = [y_foot - (y_foot - y_head) * i / 28 for i in range(29)]
    left = [(axis(y) - half(y), y) for y in ys]
    right = [(axis(y) + half(y), y) for y in reversed(ys)]
    shaft = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in left + right) + "Z"
    out += f'<clipPath id="in"><path d="{shaft}"/></clipPath>\n'
    out += f'<path d="{shaft}" fill="url(#shaft)"/>\n<g clip-path="url(#in)">\n'
    # Seven bands of brickwork, each with its own pattern, between plain rings.
    edges = [y_foot - (y_foot - y_head) * i / 7 for i in range(8)]
    for k in range(7):
        lo, hi = edges[k] - 4, edges[k + 1] + 4
        rows = 5
        for r in range(rows):
            y = lo - (lo - hi) * (r + 0.5) / rows
            amp = (lo - hi) / rows / 2
            cx, hw = axis(y), half(y)
            n = 7 + (k % 3)
            for i in range(-n, n + 1):
                # Equal steps round the cylinder, seen from the side.
                a = i / n * math.pi / 2
                b = (i + 1) / n * math.pi / 2
                xa, xb = cx + hw * math.sin(a), cx + hw * math.sin(b)
                m = (xa + xb) / 2
                if k % 3 == 0:
                    d = f"M{xa:.1f} {y:.1f} L{m:.1f} {y - amp:.1f} L{xb:.1f} {y:.1f} L{m:.1f} {y + amp:.1f}Z"
                elif k % 3 == 1:
                    d = f"M{xa:.1f} {y + amp:.1f} L{m:.1f} {y - amp:.1f} L{xb:.1f} {y + amp:.1f}"
                else:
                    d = f"M{xa:.1f} {y - amp:.1f} L{xb:.1f} {y + amp:.1f} M{xb:.1f} {y - amp:.1f} L{xa:.1f} {y + amp:.1f}"
                out += path(d, stroke="#4d4032", width=0.55)
    for y in edges[1:-1]:
        cx, hw = axis(y), half(y)
        for off, tone in ((-3, "#e8dfcf"), (0, "#8a7a66"), (3, "#4d4032")):
            out += path(f"M{cx - hw - 1:.1f} {y + off:.1f} Q{cx:.1f} {y + off + 4.5:.1f} {cx + hw + 1:.1f} {y + off:.1f}", stroke=tone, width=1.5)
    out += "</g>\n" + path(shaft, stroke="#4d4032", width=0.7)
    # Gallery, lantern and cap.
    x, y = axis(y_head), y_head
    out += f'<g transform="rotate(6 {x:.1f} {y:.1f})">'
    out += rect(x - 20, y - 3, 40, 4, "#6c5d4c") + rect(x - 21.5, y - 10, 43, 7, "#cabda7", "#6c5d4c", 0.6)
    for i in range(9):
        out += line(x - 18 + i * 4.5, y - 9.6, x - 18 + i * 4.5, y - 3.4, "#8a7a66", 0.7)
    out += f'<rect x="{x - 9:.1f}" y="{y - 29:.1f}" width="18" height="19" fill="url(#shaft)" stroke="#4d4032" stroke-width="0.6"/>\n'
    out += path(f"M{x - 3:.1f} {y - 10:.1f} L{x - 3:.1f} {y - 20:.1f} A3 3 0 0 1 {x + 3:.1f} {y - 20:.1f} L{x + 3:.1f} {y - 10:.1f}Z", fill="#4d4032")
    out += path(f"M{x - 10:.1f} {y - 29:.1f} C{x - 10:.1f} {y - 41:.1f} {x - 3:.1f} {y - 44:.1f} {x:.1f} {y - 47:.1f} C{x + 3:.1f} {y - 44:.1f} {x + 10:.1f} {y - 41:.1f} {x + 10:.1f} {y - 29:.1f}Z", fill="#e9e4d9", stroke="#6c5d4c", width=0.6)
    out += line(x, y - 47, x, y - 54, "#4d4032", 1)
    out += "</g>\n"
    # The square base, two faces, its top cut to an octagon.
    out += f'<path d="M122 252 L130 244 L174 244 L182 252 L182 330 L122 330Z" fill="url(#base)" stroke="#4d4032" stroke-width="0.7"/>\n'
    for i in range(9):
        yy = 260 + i * 8
        out += line(122, yy, 182, yy, "#6c5d4c", 0.35)
    for c in (139, 168):
        out += path(f"M{c - 8} 318 L{c - 8} 282 A8 9 0 0 1 {c + 8} 282 L{c + 8} 318Z", stroke="#4d4032", width=0.8)
        for r in range(4):
            out += path(f"M{c - 8} {312 - r * 9} L{c} {305 - r * 9} L{c + 8} {312 - r * 9}", stroke="#4d4032", width=0.5)
    out += rect(0, 328, WIDTH, h - 328, "#a69c8b") + line(0, 328, WIDTH, 328, "#7d7364", 0.8)
    # A plumb line to show the lean.
    xp = axis(y_head)
    out += line(foot, 34, foot, 244, "#1d262b", 0.7, "3 2.4")
    out += text(foot - 6, 46, "plumb line", 7.6, INK, "end", italic=True)
    # A height mark.
    out += line(236, 6, 236, 328, INK, 0.7) + line(232, 6, 240, 6, INK, 0.7) + line(232, 328, 240, 328, INK, 0.7)
    out += text(242, 150, "about 45 m", 8.2, INK, halo="#dfe1de")
    out += text(8, h - 8, "Sketch: the lean is drawn stronger than it is", 7.4, INK, italic=True)
    return document(h, out, "The leaning minaret", defs)


DRAWINGS = [("mosul-sketch", city), ("nineveh-sketch", region), ("displaced-by-week", displaced),
            ("water-need", water), ("referral-chain", referral)]


def rendered(svg, jpg):
    """A photograph's stand-in: a JPEG as a camera would give it."""
    from PIL import Image
    with tempfile.TemporaryDirectory() as tmp:
        conf, png = pathlib.Path(tmp) / "fonts.conf", pathlib.Path(tmp) / "rendered.png"
        conf.write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{FONTS}</dir>'
                        f"<cachedir>{tmp}/cache</cachedir></fontconfig>")
        env = dict(os.environ, FONTCONFIG_FILE=str(conf))
        subprocess.run(["rsvg-convert", "-w", str(PIXELS), "-b", "white", "-o", png, svg], check=True, env=env)
        Image.open(png).convert("RGB").save(jpg, quality=88, subsampling=0, optimize=True, dpi=(300, 300))


def main():
    for name, draw in DRAWINGS:
        (HERE.parent / f"{name}.svg").write_text(draw(), encoding="utf-8")
    svg = HERE / "al-hadba.svg"
    svg.write_text(minaret(), encoding="utf-8")
    rendered(svg, HERE.parent / "al-hadba.jpg")


if __name__ == "__main__":
    main()
