"""What the training scripts of the sample networks share: data, augmentation, training, report, ONNX export."""
import argparse
import gzip
import inspect
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from draw_digits import read_png


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


def export(network, path, opset=13):
    """Writes the network as ONNX by PyTorch's classic exporter, which folds batch normalizations."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # From PyTorch 2.9 on the classic exporter must be asked for; 1.13 knows no other.
    classic = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    torch.onnx.export(network, torch.zeros(1, 1, 28, 28), str(path), opset_version=opset,
                      input_names=["image"], output_names=["logits"],
                      dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}}, **classic)


def arguments(description, epochs):
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--mnist", type=Path, required=True, help="folder with the four MNIST files (IDX, .gz)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder for what is written")
    parser.add_argument("--epochs", type=int, default=epochs)
    return parser.parse_args()


def seed():
    torch.manual_seed(1998)
    torch.set_num_threads(1)  # the same sums in the same order on every machine


class Normalized(nn.Module):
    """The network behind (pixel - mean) / std, as a data loader does it: the exported network has no trace of it."""

    def __init__(self, network, mean, std):
        super().__init__()
        self.network, self.mean, self.std = network, mean, std

    def forward(self, x):
        return self.network((x - self.mean) / self.std)


def make(description, network, file, epochs, rate, opset=13, mean=0.0, std=1.0):
    """The whole of a script: trains `network()` on MNIST, writes it as `file`, and prints the accuracy."""
    options = arguments(description, epochs)
    seed()
    trained = Normalized(network(), mean, std)
    train(trained, *mnist(options.mnist, "train"), options.epochs, rate=rate)
    trained.eval()
    export(trained.network, options.out / file, opset)
    report(trained, "MNIST t10k", *mnist(options.mnist, "t10k"))
    report(trained, "our digits", *drawn_digits())
