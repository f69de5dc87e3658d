"""The paper's networks in plain PyTorch: images a second of a bare training loop, for comparison with this library.

    python3 benchmarks/pytorch_step.py MODEL STEPS

Needs PyTorch 1.10 or later. One resident batch of 128 images of 3x28x28; as many steps as are timed warm up. Prints one number.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def same_pad(x):
    height, width = (max(0, (-(-size // 2) - 1) * 2 + 3 - size) for size in x.shape[2:])
    return F.pad(x, (width // 2, width - width // 2, height // 2, height - height // 2))


def max_pool(x):
    return F.max_pool2d(x, 3, 2, padding=(x.shape[2] % 2, x.shape[3] % 2), ceil_mode=True)


class Unit(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, normalize):
        super().__init__()
        self.stride = stride
        self.convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2 if stride == 1 else 0, bias=not normalize)
        if normalize:
            self.shift = nn.Parameter(torch.zeros(outputs))
            self.register_buffer("mean", torch.zeros(outputs))
            self.register_buffer("variance", torch.ones(outputs))
            self.register_buffer("scale", torch.ones(outputs))

    def forward(self, x):
        x = self.convolution(x if self.stride == 1 else same_pad(x))
        if hasattr(self, "shift"):
            x = F.batch_norm(x, self.mean, self.variance, self.scale if x.is_cuda else None, self.shift, True, 0.1, 1e-3)
        return F.relu(x)


class Parallel(nn.Module):
    def __init__(self, left, right):
        super().__init__()
        self.left, self.right = left, right

    def forward(self, x):
        return torch.cat([self.left(x), max_pool(x) if self.right is None else self.right(x)], 1)


def inception(normalize):
    def unit(inputs, outputs, kernel, stride=1):
        return Unit(inputs, outputs, kernel, stride, normalize)

    def block(inputs, one, three):
        return Parallel(unit(inputs, one, 1), unit(inputs, three, 3))

    def down(inputs, outputs):
        return Parallel(unit(inputs, outputs, 3, 2), None)

    return nn.Sequential(
        unit(3, 96, 3), block(96, 32, 32), block(64, 32, 48), down(80, 80),
        block(160, 112, 48), block(160, 96, 64), block(160, 80, 80), block(160, 48, 96), down(144, 96),
        block(240, 176, 160), block(336, 176, 160), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(336, 10))


class Pool(nn.Module):
    def forward(self, x):
        return max_pool(x)


def alexnet():
    def stage(inputs):
        return [nn.Conv2d(inputs, 64, 5, padding=2), nn.ReLU(), Pool(), nn.LocalResponseNorm(9, alpha=0.001, beta=0.75, k=1.0)]

    return nn.Sequential(
        *stage(3), *stage(64), nn.Flatten(), nn.Linear(3136, 384), nn.ReLU(), nn.Linear(384, 192), nn.ReLU(), nn.Linear(192, 10))


def perceptron(hidden):
    widths = [3 * 28 * 28] + [512] * hidden
    layers = [layer for a, b in zip(widths, widths[1:]) for layer in (nn.Linear(a, b), nn.ReLU())]
    return nn.Sequential(nn.Flatten(), *layers, nn.Linear(512, 10))


MODELS = {
    "inception": lambda: inception(True), "inception-no-bn": lambda: inception(False), "alexnet": alexnet,
    "mlp-1x512": lambda: perceptron(1), "mlp-3x512": lambda: perceptron(3),
}
PARAMETERS = {"inception": 1649402, "inception-no-bn": 1649402, "alexnet": 1387786, "mlp-1x512": 1209866, "mlp-3x512": 1735178}


def main(name, steps):
    torch.manual_seed(0)
    network = MODELS[name]()
    assert sum(p.numel() for p in network.parameters()) == PARAMETERS[name]
    images, labels = torch.randn(128, 3, 28, 28), torch.randint(0, 10, (128,))
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9)
    for step in range(2 * steps):
        if step == steps:
            start = time.perf_counter()
        optimizer.zero_grad()
        F.cross_entropy(network(images), labels).backward()
        optimizer.step()
    print(128 * steps / (time.perf_counter() - start))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
