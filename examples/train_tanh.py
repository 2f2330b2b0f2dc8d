"""Trains a LeNet-5 with tanh after every layer, as LeCun et al. drew it in 1998, and saves it as lenet-tanh.onnx.

Not needed to use Intaglio. Written for PyTorch 2.15 (pip install torch onnx numpy).
"""
import torch
from torch import nn
from torch.nn import functional as F

from training import make


class TanhLeNet(nn.Module):
    """Input N x 1 x 28 x 28, (pixel - 0.1307) / 0.3081; output N x 10 logits.

    Unlike the article's: plain tanh for 1.7159 tanh(2x / 3), c3 sees all planes of s2, the pools have no weights, and
    the last layer is a dense one in place of radial basis functions.
    """

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5, padding=2)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Conv2d(16, 120, 5)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.c1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.c3(x)), 2)
        x = torch.flatten(torch.tanh(self.c5(x)), 1)
        return self.output(torch.tanh(self.f6(x)))


if __name__ == "__main__":
    make(__doc__, TanhLeNet, "lenet-tanh.onnx", epochs=4, rate=2e-3, mean=0.1307, std=0.3081)
