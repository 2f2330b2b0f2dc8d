"""Trains a small network of depthwise separable convolutions on MNIST and saves it as separable.onnx.

Not needed to use Intaglio. Written for PyTorch 1.13 (Debian: python3-torch python3-numpy python3-onnx).
"""
import torch
from torch import nn

from training import make


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


if __name__ == "__main__":
    make(__doc__, Separable, "separable.onnx", epochs=8, rate=1e-2)
