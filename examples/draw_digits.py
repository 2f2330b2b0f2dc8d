"""Draws the sample images: 100 handwritten-looking digits, 28x28 grey, white on black, placed as in MNIST.

A digit is a few pen strokes, given by hand as points on a sheet 100 wide and 140 high (y down) with a smooth curve
through them; a point marked with a third value is a corner. Ten writers, each with its own slant, proportions, pen and
tremor, write every digit once. No pixel comes from any data set. Needs numpy only.
"""
import argparse
import struct
import zlib
from pathlib import Path

import numpy as np

SEED = 5
WRITERS = 10
SIZE = 28  # the image
BOX = 20  # the digit's longer side
FINE = 4  # subsamples per pixel side, for anti-aliasing
C = "corner"

# For each digit the ways to write it; each way is a list of strokes.
STROKES = {
    0: [[[(55, 5), (20, 25), (8, 75), (25, 128), (55, 135), (85, 110), (92, 60), (80, 15), (52, 5)]],
        [[(62, 8), (30, 12), (12, 60), (18, 115), (48, 136), (80, 118), (88, 62), (72, 18), (45, 12)]],
        [[(48, 4), (15, 40), (12, 100), (48, 136), (82, 100), (84, 40), (50, 4), (40, 8)]]],
    1: [[[(50, 4), (50, 136)]],
        [[(58, 4), (53, 70), (45, 136)]],
        [[(32, 30), (55, 5, C), (53, 136)]]],
    2: [[[(14, 35), (30, 10), (62, 6), (82, 32), (68, 72), (12, 130, C), (50, 128), (92, 130)]],
        [[(16, 30), (45, 5), (80, 20), (78, 60), (45, 105), (22, 128), (12, 112), (32, 108), (62, 128), (95, 126)]],
        [[(12, 28), (40, 6), (74, 16), (76, 50), (46, 92), (8, 132, C), (90, 134)]]],
    3: [[[(16, 20), (45, 5), (78, 22), (68, 52), (40, 66, C), (75, 76), (86, 105), (62, 132), (30, 134), (10, 118)]],
        [[(14, 14), (50, 6), (80, 28), (45, 64, C), (82, 82), (80, 120), (45, 137), (10, 124)]],
        [[(18, 8), (55, 6), (82, 12, C), (42, 60, C), (76, 72), (84, 108), (56, 134), (14, 126)]]],
    4: [[[(24, 8), (18, 45), (14, 74, C), (50, 78), (92, 72)], [(76, 6), (72, 70), (66, 136)]],
        [[(60, 5), (35, 45), (8, 90, C), (50, 92), (95, 88)], [(68, 40), (66, 90), (64, 136)]],
        [[(22, 10), (16, 55), (36, 74), (62, 68), (80, 50)], [(82, 8), (76, 70), (70, 136)]]],
    5: [[[(24, 8), (20, 60, C), (52, 52), (82, 78), (78, 115), (45, 136), (10, 122)], [(24, 10), (55, 10), (88, 6)]],
        [[(86, 8), (34, 10, C), (24, 58, C), (60, 58), (82, 88), (68, 124), (36, 136), (8, 124)]],
        [[(84, 6), (30, 8, C), (22, 62, C), (50, 54), (80, 68), (84, 104), (56, 132), (12, 130)]]],
    6: [[[(68, 6), (35, 35), (14, 88), (26, 128), (58, 134), (80, 108), (62, 80), (34, 86), (18, 106)]],
        [[(56, 4), (24, 50), (14, 100), (38, 136), (74, 126), (80, 94), (52, 78), (20, 98)]],
        [[(76, 12), (48, 16), (20, 66), (16, 112), (48, 136), (80, 112), (68, 82), (38, 82), (20, 104)]]],
    7: [[[(10, 14), (50, 14), (86, 10, C), (62, 65), (42, 136)]],
        [[(12, 22), (16, 12, C), (55, 14), (88, 10, C), (70, 50), (48, 136)]],
        [[(10, 12), (48, 14), (86, 10, C), (60, 70), (46, 136)], [(34, 74), (60, 70), (84, 68)]]],
    8: [[[(72, 24), (45, 5), (20, 28), (42, 62), (74, 92), (72, 126), (42, 136), (18, 116), (32, 82), (64, 54),
          (78, 30), (66, 12)]],
        [[(50, 66), (22, 42), (32, 10), (64, 8), (76, 36), (50, 66), (20, 96), (28, 130), (62, 134), (82, 106),
          (54, 68)]],
        [[(80, 16), (48, 6), (20, 28), (38, 58), (72, 88), (76, 120), (48, 136), (22, 118), (30, 88), (62, 58),
          (82, 18)]]],
    9: [[[(78, 28), (50, 6), (20, 28), (22, 60), (52, 70), (78, 34, C), (76, 80), (66, 136)]],
        [[(76, 20), (40, 8), (16, 40), (36, 68), (66, 58), (80, 22, C), (78, 70), (60, 138)]],
        [[(80, 36), (56, 8), (22, 20), (18, 54), (48, 66), (80, 36, C), (80, 90), (66, 126), (36, 134), (18, 124)]]],
}


def curve(points, per_segment=24):
    """Catmull-Rom curve through the points; at a corner the tangent is not carried over. Rows are (x, y)."""
    corners = [0] + [i for i, point in enumerate(points) if len(point) == 3] + [len(points) - 1]
    places = np.array([point[:2] for point in points], float)
    t = np.linspace(0, 1, per_segment)[:, None]
    pieces = []
    for first, last in zip(corners, corners[1:]):
        run = places[first:last + 1]
        run = np.vstack([2 * run[0] - run[1], run, 2 * run[-1] - run[-2]])
        for a, b, c, d in zip(run, run[1:], run[2:], run[3:]):
            pieces.append(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    return np.vstack(pieces)


def tremble(points, random, amount):
    """The same stroke, every point moved a little: no two digits of one writer are equal."""
    return [tuple(np.array(point[:2]) + random.normal(0, amount, 2)) + tuple(point[2:]) for point in points]


def draw(strokes, random, writer):
    """One digit as a SIZE x SIZE array of bytes; its centre of mass is pixel (14, 14), as in MNIST."""
    angle = writer["rotation"] + random.normal(0, 0.04)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shape = turn @ np.array([[writer["width"], -writer["slant"]], [0, 1]])
    lines = [curve(tremble(stroke, random, writer["tremor"])) @ shape.T for stroke in strokes]
    ink = np.vstack(lines)
    pen = writer["pen"] * random.uniform(0.9, 1.1)
    scale = (BOX - 2 * pen) / np.ptp(ink, axis=0).max()
    ink = (ink - (ink.min(axis=0) + ink.max(axis=0)) / 2) * scale
    image = render(ink, pen)
    rows, columns = np.indices(image.shape)
    mass = np.array([(image * columns).sum(), (image * rows).sum()]) / image.sum()
    return np.rint(255 * render(ink + SIZE // 2 - mass, pen)).astype(np.uint8)


def render(ink, pen):
    """Ink points (x, y) relative to the image's centre, swept by a round pen of the given radius: coverage in 0..1."""
    at = (np.arange(SIZE * FINE) + 0.5) / FINE - SIZE / 2
    near = np.full((at.size, at.size), np.inf)
    for x, y in ink:
        near = np.minimum(near, (at[None, :] - x) ** 2 + (at[:, None] - y) ** 2)
    covered = np.clip((pen - np.sqrt(near)) * 1.2 + 0.5, 0, 1)  # the edge of a pen stroke is soft
    return covered.reshape(SIZE, FINE, SIZE, FINE).mean(axis=(1, 3))


def write_png(path, image):
    """8-bit grey PNG, no filter, best compression."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = image.shape
    rows = b"".join(b"\0" + row.tobytes() for row in image)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
                     + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def read_png(path):
    """Reads back what write_png wrote (and no other PNG: one IDAT chunk, no filter)."""
    data = path.read_bytes()
    width, height = struct.unpack(">2I", data[16:24])
    start = data.index(b"IDAT")
    length, = struct.unpack(">I", data[start - 4:start])
    rows = np.frombuffer(zlib.decompress(data[start + 4:start + 4 + length]), np.uint8).reshape(height, width + 1)
    if rows[:, 0].any():
        raise ValueError(f"{path}: not written by draw_digits.py")
    return rows[:, 1:]


def writers(random):
    return [{"rotation": random.normal(0, 0.06), "slant": random.uniform(-0.05, 0.35),
             "width": random.uniform(0.8, 1.15), "pen": random.uniform(1.0, 1.6),
             "tremor": random.uniform(1.5, 4.0)} for _ in range(WRITERS)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="gets digits/ and digits-labels.txt")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    random = np.random.default_rng(arguments.seed)
    hands = writers(random)
    (arguments.out / "digits").mkdir(parents=True, exist_ok=True)
    for digit, ways in STROKES.items():
        for number, hand in enumerate(hands):
            image = draw(ways[number % len(ways)], random, hand)
            write_png(arguments.out / "digits" / f"{digit}_{number:02d}.png", image)
    labels = "".join(f"{digit}\n" * len(hands) for digit in STROKES)
    (arguments.out / "digits-labels.txt").write_text(labels)


if __name__ == "__main__":
    main()
