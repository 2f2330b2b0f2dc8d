"""Trains a small network in network (Lin et al. 2013) on MNIST and saves it as nin.onnx.

Not needed to use Intaglio. Written for PyTorch 2.15 (pip install torch onnx numpy).
"""
from torch import nn
from torch.nn import functional as F

from training import make


def convolution(inputs, outputs, kernel):
    """Keeps height and width; the exporter folds the batch normalization."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False), nn.BatchNorm2d(outputs),
                         nn.ReLU())


class Nin(nn.Module):
    """Input N x 1 x 28 x 28 in 0..1, output N x 10 logits: padded overlapping pools, no dense layer."""

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(convolution(1, 16, 5), convolution(16, 14, 1), convolution(14, 12, 1))
        self.second = nn.Sequential(convolution(12, 28, 5), convolution(28, 26, 1), convolution(26, 24, 1))
        self.third = nn.Sequential(convolution(24, 32, 3), convolution(32, 30, 1), nn.Conv2d(30, 10, 1))

    def forward(self, x):
        x = F.max_pool2d(self.first(x), 3, 2, 1)
        x = F.max_pool2d(self.second(x), 3, 2, 1)
        return F.adaptive_avg_pool2d(self.third(x), 1).flatten(1)


if __name__ == "__main__":
    make(__doc__, Nin, "nin.onnx", epochs=4, rate=1e-2)
