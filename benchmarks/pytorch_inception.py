"""torchvision's Inception V3 in plain PyTorch: images a second of a bare float32 training loop, for comparison with this library.

    python3 benchmarks/pytorch_inception.py SIZE BATCH STEPS

Needs PyTorch 1.13 or later with torchvision. One resident batch of BATCH images of 3xSIZExSIZE; as many steps as are timed warm up. The
auxiliary head is trained at 299 and above and left out below, and RMSProp updates the weights, as in this library. Prints one number.
"""
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import torch
from torch.nn import functional as F
from torchvision.models import inception_v3


def main(size, batch, steps):
    torch.manual_seed(0)
    auxiliary = size >= 299
    network = inception_v3(num_classes=1000, aux_logits=auxiliary, init_weights=False)
    network.train()
    images, labels = torch.randn(batch, 3, size, size), torch.randint(0, 1000, (batch,))
    optimizer = torch.optim.RMSprop(network.parameters(), lr=1e-4, alpha=0.9, eps=1.0, momentum=0.9)
    for step in range(2 * steps):
        if step == steps:
            start = time.perf_counter()
        optimizer.zero_grad()
        outputs = network(images)
        loss = F.cross_entropy(outputs[0] if auxiliary else outputs, labels)
        if auxiliary:
            loss = loss + 0.4 * F.cross_entropy(outputs[1], labels)
        loss.backward()
        optimizer.step()
    print(batch * steps / (time.perf_counter() - start))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
