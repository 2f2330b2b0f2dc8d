"""Trains a small network of depthwise separable convolutions on MNIST and saves it as separable.onnx.

Not needed to use Intaglio. Written for PyTorch 1.13 (Debian: python3-torch python3-numpy python3-onnx).
"""
import argparse
from pathlib import Path

import torch
from torch import nn

from train_lenet import drawn_digits, mnist, report, train


def convolution(inputs, outputs, kernel, **options):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, bias=False, **options), nn.BatchNorm2d(outputs), nn.ReLU6())


class Separable(nn.Module):
    """Input N x 1 x 28 x 28 in 0..1, output N x 10 logits: an overlapping pool, and the mean of a 6x6 plane."""

    def __init__(self):
        super().__init__()
        self.c1 = convolution(1, 12, 3, stride=2, padding=1)
        self.d2 = convolution(12, 12, 3, padding=1, groups=12)
        self.p2 = convolution(12, 24, 1)
        self.d3 = convolution(24, 24, 3, padding=1, groups=24)
        self.p3 = convolution(24, 48, 1)
        self.output = nn.Linear(48, 10)

    def forward(self, x):
        x = self.p2(self.d2(self.c1(x)))
        x = nn.functional.max_pool2d(x, 3, 2)
        x = self.p3(self.d3(x))
        return self.output(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", type=Path, required=True, help="folder with the four MNIST files (IDX, .gz)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="where the file goes")
    parser.add_argument("--epochs", type=int, default=8)
    arguments = parser.parse_args()
    torch.manual_seed(1998)
    torch.set_num_threads(1)  # the same sums in the same order on every machine
    network = Separable()
    train(network, *mnist(arguments.mnist, "train"), arguments.epochs, rate=1e-2)
    network.eval()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(network, torch.zeros(1, 1, 28, 28), str(arguments.out / "separable.onnx"), opset_version=13,
                      input_names=["image"], output_names=["logits"],
                      dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})
    report(network, "MNIST t10k", *mnist(arguments.mnist, "t10k"))
    report(network, "our digits", *drawn_digits())


if __name__ == "__main__":
    main()
