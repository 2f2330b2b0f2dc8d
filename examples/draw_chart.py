"""Draws chart.png, the picture that docs/super-resolution.md shows: rings, rays, letters and colours. Needs Pillow."""

import math
import sys

from PIL import Image, ImageDraw

SIZE = 192
SCALE = 8


def main(path):
    large = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), (244, 240, 228))
    draw = ImageDraw.Draw(large)
    centre = (62 * SCALE, 62 * SCALE)
    for ring in range(9, 0, -1):
        radius = ring * 6 * SCALE
        shade = (30, 60, 110) if ring % 2 else (240, 200, 80)
        draw.ellipse([centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius], fill=shade)
    for ray in range(24):
        angle = math.radians(ray * 90 / 23)
        end = (192 * SCALE - 70 * SCALE * math.cos(angle), 192 * SCALE - 70 * SCALE * math.sin(angle))
        draw.line([192 * SCALE, 192 * SCALE, end[0], end[1]], fill=(150, 30, 40), width=SCALE)
    for line in range(12):
        y = (126 + line * 5) * SCALE
        draw.rectangle([8 * SCALE, y, (14 + 8 * line) * SCALE, y + (1 + line % 3) * SCALE], fill=(20, 90 + 10 * line, 60))
    for square in range(36):
        x, y = 128 + square % 6 * 9, 10 + square // 6 * 9
        if (square + square // 6) % 2:
            draw.rectangle([x * SCALE, y * SCALE, (x + 8) * SCALE, (y + 8) * SCALE], fill=(40, 40, 45))
    large.resize((SIZE, SIZE), Image.LANCZOS).save(path)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "chart.png")
