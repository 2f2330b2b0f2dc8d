"""Trains a small network of parallel branches (as in Szegedy et al. 2014) on MNIST and saves it as inception.onnx.

Not needed to use Intaglio. Written for PyTorch 2.15 (pip install torch onnx numpy).
"""
import torch
from torch import nn
from torch.nn import functional as F

from training import make


def convolution(inputs, outputs, kernel, **options):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, bias=False, **options), nn.BatchNorm2d(outputs), nn.ReLU())


class Branches(nn.Module):
    """Three convolutions of one input side by side: 1x1, 3x3, and 3x3 with dilation 2."""

    def __init__(self, inputs, point, near, far):
        super().__init__()
        self.point = convolution(inputs, point, 1)
        self.near = convolution(inputs, near, 3, padding=1)
        self.far = convolution(inputs, far, 3, padding=2, dilation=2)

    def forward(self, x):
        return torch.cat([self.point(x), self.near(x), self.far(x)], 1)


class Inception(nn.Module):
    """Input N x 1 x 28 x 28 in 0..1, output N x 10 logits: planes of 13x13, then 6x6, then 3x3."""

    def __init__(self):
        super().__init__()
        self.stem = convolution(1, 8, 3)
        self.b1 = Branches(8, 9, 12, 7)
        self.b2 = Branches(28, 10, 16, 8)
        self.output = nn.Linear(34 * 3 * 3, 10)

    def forward(self, x):
        x = F.max_pool2d(self.stem(x), 2)
        x = F.max_pool2d(self.b1(x), 2)
        x = F.max_pool2d(self.b2(x), 2)
        return self.output(torch.flatten(x, 1))


if __name__ == "__main__":
    make(__doc__, Inception, "inception.onnx", epochs=4, rate=1e-2)
