"""Trains the sample network, a LeNet-5 with average pooling, on MNIST and saves it as lenet.pth and lenet.onnx.

Not needed to use Intaglio. Written for PyTorch 1.13 (Debian: python3-torch python3-numpy python3-onnx).
"""
import torch
from torch import nn
from torch.nn import functional as F

from training import arguments, drawn_digits, export, mnist, report, seed, train


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


def main():
    options = arguments(__doc__, epochs=30)
    seed()
    network = LeNet()
    train(network, *mnist(options.mnist, "train"), options.epochs)
    network.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out / "lenet.pth")
    export(network, options.out / "lenet.onnx")
    report(network, "MNIST t10k", *mnist(options.mnist, "t10k"))
    report(network, "our digits", *drawn_digits())


if __name__ == "__main__":
    main()
