"""Trains a small residual network on MNIST and saves it as residual.onnx.

Not needed to use Intaglio. Written for PyTorch 2.15 (pip install torch onnx numpy).
"""
from torch import nn
from torch.nn import functional as F

from training import make


def convolution(inputs, outputs, kernel, **options):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, bias=False, **options), nn.BatchNorm2d(outputs))


class Block(nn.Module):
    """Two 3x3 convolutions and the skip (He et al. 2015); where the shape changes, the skip is a 1x1 convolution."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.first = convolution(inputs, outputs, 3, stride=stride, padding=1)
        self.second = convolution(outputs, outputs, 3, padding=1)
        same = inputs == outputs and stride == 1
        self.skip = nn.Identity() if same else convolution(inputs, outputs, 1, stride=stride)

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x))) + self.skip(x))


class Residual(nn.Module):
    """Input N x 1 x 28 x 28 in 0..1, output N x 10 logits: planes of 14x14, then 7x7, then their mean."""

    def __init__(self):
        super().__init__()
        self.stem = convolution(1, 16, 3, stride=2, padding=1)
        self.b1 = Block(16, 16)
        self.b2 = Block(16, 32, stride=2)
        self.b3 = Block(32, 32)
        self.output = nn.Linear(32, 10)

    def forward(self, x):
        x = self.b3(self.b2(self.b1(F.relu(self.stem(x)))))
        return self.output(F.adaptive_avg_pool2d(x, 1).flatten(1))


if __name__ == "__main__":
    make(__doc__, Residual, "residual.onnx", epochs=4, rate=5e-3)
