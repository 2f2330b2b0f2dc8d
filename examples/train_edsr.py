"""Trains a small EDSR (Lim et al. 2017), which doubles the size of pictures, and saves it.

Not needed to use Intaglio. Written for PyTorch 2.15 and Pillow (pip install torch onnx numpy pillow). The data are those
of SelfExSR (Huang et al. 2015): FOLDER/BSD100 and FOLDER/Urban100 to train on, FOLDER/Set5 to test on, each with
image_SRF_2/*_LR.png and *_HR.png.
"""
import argparse
import math
import random
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn

SCALE = 2
PATCH = 24  # side of a training patch, low resolution
BATCH = 16
RATE = 1e-3
WARM_UP = 100  # steps


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, 1, 1)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1)

    def forward(self, x):
        return self.conv2(self.relu(self.conv1(x))) + x


class Edsr(nn.Module):
    """Input N x 3 x H x W, red, green, blue in 0..1; output N x 3 x 2H x 2W in about 0..1. There is no mean shift."""

    def __init__(self, blocks=4, channels=16):
        super().__init__()
        self.head = nn.Conv2d(3, channels, 3, 1, 1)
        self.body = nn.Sequential(*[Block(channels) for _ in range(blocks)], nn.Conv2d(channels, channels, 3, 1, 1))
        self.tail = nn.Sequential(nn.Conv2d(channels, SCALE * SCALE * channels, 3, 1, 1), nn.PixelShuffle(SCALE),
                                  nn.Conv2d(channels, 3, 3, 1, 1))

    def forward(self, x):
        x = self.head(x)
        return self.tail(self.body(x) + x)


def load(path):
    return torch.from_numpy(np.asarray(Image.open(path).convert("RGB")).copy()).permute(2, 0, 1)


def pairs(folder):
    """Pictures of one set: (low resolution, high resolution), 3 x H x W bytes; others than twice as large are left out."""
    found = []
    for path in sorted((folder / f"image_SRF_{SCALE}").glob("*_LR.png")):
        low, high = load(path), load(path.with_name(path.name.replace("_LR", "_HR")))
        height, width = SCALE * low.shape[1], SCALE * low.shape[2]
        high = high[:, :height, :width]
        if high.shape[1:] == (height, width):
            found.append((low, high))
    return found


def luminance(picture):
    """Y of BT.601 in studio range, 16..235, from bytes."""
    red, green, blue = picture
    return 16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255


def psnr(picture, truth):
    border = (..., slice(SCALE, -SCALE), slice(SCALE, -SCALE))
    return 10 * math.log10(255 ** 2 / (picture - truth)[border].square().mean().item())


@torch.no_grad()
def report(network, name, pictures):
    on_y, on_rgb = [], []
    for low, high in pictures:
        result = (network(low[None].float() / 255)[0] * 255).double().clamp(0, 255).round()
        high = high.double()
        on_y.append(psnr(luminance(result), luminance(high)))
        on_rgb.append(psnr(result, high))
    print(f"{name}: PSNR {np.mean(on_y):.2f} dB on Y, {np.mean(on_rgb):.2f} dB on RGB", flush=True)


def patch(low, high):
    """The same place of both pictures, turned and mirrored by chance."""
    y = random.randrange(low.shape[1] - PATCH + 1)
    x = random.randrange(low.shape[2] - PATCH + 1)
    quarters, mirrored = random.randrange(4), random.random() < 0.5

    def cut(picture, scale):
        side = PATCH * scale
        part = torch.rot90(picture[:, y * scale:y * scale + side, x * scale:x * scale + side], quarters, (1, 2))
        return part.flip(2) if mirrored else part

    return cut(low, 1), cut(high, SCALE)


def train(network, pictures, steps):
    optimizer = torch.optim.Adam(network.parameters(), RATE)
    for step in range(steps):
        for group in optimizer.param_groups:
            warm = min(1, (step + 1) / WARM_UP)
            group["lr"] = RATE * warm * 0.5 * (1 + math.cos(math.pi * step / steps))
        low, high = zip(*[patch(*random.choice(pictures)) for _ in range(BATCH)])
        loss = (network(torch.stack(low).float() / 255) - torch.stack(high).float() / 255).abs().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if (step + 1) % 1000 == 0:
            print(f"step {step + 1}/{steps}: loss {loss.item():.5f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=Path, required=True, help="folder with BSD100, Urban100 and Set5")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder for what is written")
    parser.add_argument("--steps", type=int, default=62000)
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    torch.set_num_threads(1)  # the same sums in the same order on every machine
    network = Edsr()
    train(network, pairs(options.pictures / "BSD100") + pairs(options.pictures / "Urban100"), options.steps)
    network.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    sides = {0: "n", 2: "h", 3: "w"}
    torch.onnx.export(network, (torch.rand(1, 3, 48, 48),), str(options.out / "edsr-small-x2.onnx"), opset_version=17,
                      dynamo=False, input_names=["lr"], output_names=["sr"], dynamic_axes={"lr": sides, "sr": sides})
    report(network, "Set5", pairs(options.pictures / "Set5"))


if __name__ == "__main__":
    main()
