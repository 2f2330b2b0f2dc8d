"""Trains the sample network, a LeNet-5 with average pooling, on MNIST and saves it as lenet.pth and lenet.onnx.

Not needed to use Intaglio. Written for PyTorch 1.13 (Debian: python3-torch python3-numpy python3-onnx).
"""
import argparse
import gzip
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from draw_digits import read_png


class LeNet(nn.Module):
    """Input N x 1 x 28 x 28 in 0..1, output N x 10 logits. There is no activation after c5 and f6."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5, padding=2)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Conv2d(16, 120, 5)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(F.relu(self.c1(x)), 2)
        x = F.avg_pool2d(F.relu(self.c3(x)), 2)
        return self.output(self.f6(torch.flatten(self.c5(x), 1)))


def read_idx(path):
    """A gzipped IDX file of bytes as an array; the fourth byte is the number of dimensions."""
    data = gzip.decompress(path.read_bytes())
    dimensions = np.frombuffer(data, ">u4", data[3], 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dimensions)


def mnist(folder, part):
    images = torch.from_numpy(read_idx(folder / f"{part}-images-idx3-ubyte.gz").copy())
    labels = torch.from_numpy(read_idx(folder / f"{part}-labels-idx1-ubyte.gz").copy())
    return images.unsqueeze(1).float() / 255, labels.long()


def drawn_digits():
    """Our own digits (draw_digits.py), as committed."""
    folder = Path(__file__).parent
    images = np.stack([read_png(path) for path in sorted((folder / "digits").glob("*.png"))])
    labels = [int(line) for line in (folder / "digits-labels.txt").read_text().split()]
    return torch.from_numpy(images).unsqueeze(1).float() / 255, torch.tensor(labels)


def augment(images):
    """Each image with its own small rotation, shear, scale, shift and pen width; half of them stay as they are."""
    count = len(images)

    def uniform(limit):
        return (torch.rand(count) * 2 - 1) * limit

    angle, shear = uniform(math.radians(12)), uniform(0.15)
    scale_x, scale_y = 1 + uniform(0.12), 1 + uniform(0.12)
    rows = [scale_x * torch.cos(angle), shear - torch.sin(angle), uniform(0.1),
            torch.sin(angle), scale_y * torch.cos(angle), uniform(0.1)]
    grid = F.affine_grid(torch.stack(rows, 1).view(count, 2, 3), images.shape, align_corners=False)
    moved = F.grid_sample(images, grid, align_corners=False)
    pen = uniform(0.6).view(count, 1, 1, 1)
    thicker = F.max_pool2d(moved, 3, 1, 1) - moved
    thinner = F.max_pool2d(-moved, 3, 1, 1) + moved  # moved minus its 3x3 minimum
    moved = moved + pen.clamp(min=0) * thicker + pen.clamp(max=0) * thinner
    return torch.where(torch.rand(count, 1, 1, 1) < 0.5, images, moved)


def train(network, images, labels, epochs, batch=128, rate=2e-3):
    steps = epochs * math.ceil(len(images) / batch)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for epoch in range(epochs):
        total = 0.0
        for index in torch.randperm(len(images)).split(batch):
            loss = F.cross_entropy(network(augment(images[index])), labels[index], label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(index)
        print(f"epoch {epoch + 1}/{epochs}: loss {total / len(images):.4f}", flush=True)


@torch.no_grad()
def report(network, name, images, labels):
    right = (network(images).argmax(1) == labels).sum().item()
    print(f"{name}: {right} of {len(labels)} right ({100 * right / len(labels):.2f} %)")


def save(network, folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), folder / "lenet.pth")
    torch.onnx.export(network, torch.zeros(1, 1, 28, 28), str(folder / "lenet.onnx"), opset_version=13,
                      input_names=["image"], output_names=["logits"],
                      dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", type=Path, required=True, help="folder with the four MNIST files (IDX, .gz)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="where the two files go")
    parser.add_argument("--epochs", type=int, default=30)
    arguments = parser.parse_args()
    torch.manual_seed(1998)
    torch.set_num_threads(1)  # the same sums in the same order on every machine
    network = LeNet()
    train(network, *mnist(arguments.mnist, "train"), arguments.epochs)
    network.eval()
    save(network, arguments.out)
    report(network, "MNIST t10k", *mnist(arguments.mnist, "t10k"))
    report(network, "our digits", *drawn_digits())


if __name__ == "__main__":
    main()
