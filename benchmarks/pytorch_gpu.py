"""The paper's networks in plain PyTorch on a GPU: images a second of an eager loop over 50,000 resident images in batches of 128.

    python3 benchmarks/pytorch_gpu.py SECONDS MODEL:PRECISION:LAYOUT[:WORD] ...

PRECISION is float32, tf32 or bf16, LAYOUT last (channels last) or contiguous, WORD benchmark, deterministic or fused.
"""
import sys, time, torch
from torch.nn import functional as F
from pytorch_step import MODELS, PARAMETERS
seconds = float(sys.argv[1])
data = torch.randn(50000, 3, 28, 28, device="cuda"); labels = torch.randint(0, 10, (50000,), device="cuda")
for config in sys.argv[2:]:
    name, precision, layout, *words = config.split(":")
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision == "tf32"
    torch.backends.cudnn.benchmark = "benchmark" in words
    torch.backends.cudnn.deterministic = "deterministic" in words
    torch.manual_seed(0)
    network = MODELS[name]().cuda()
    assert sum(p.numel() for p in network.parameters()) == PARAMETERS[name]
    last = layout == "last"
    if last: network = network.to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9, **({"fused": True} if "fused" in words else {}))
    def epoch():
        order = torch.randperm(50000, device="cuda")
        for first in range(0, 49920, 128):
            batch = order[first:first + 128]
            x, y = data[batch], labels[batch]
            if last: x = x.contiguous(memory_format=torch.channels_last)
            optimizer.zero_grad()
            with torch.autocast("cuda", torch.bfloat16, enabled=precision == "bf16"): out = network(x)
            F.cross_entropy(out.float(), y).backward()
            optimizer.step()
            yield 128
    def run(limit):
        torch.cuda.synchronize(); start = time.perf_counter(); images = 0
        while True:
            for n in epoch():
                images += n
                if images % 3200 == 0:
                    torch.cuda.synchronize()
                    if time.perf_counter() - start > limit: return images / (time.perf_counter() - start)
    run(min(2, seconds / 2))
    print(f"PyTorch {torch.__version__} {config} {run(seconds):.0f} images/s", flush=True)
