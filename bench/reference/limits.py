"""What this machine can do at best: float32 products of PyTorch with its BLAS, and copies of memory."""
from harness import Work, main

import torch

# Rows, inner size, columns: a square, and the three largest products of the published head with batch 64 (fifty passes at once in the third).
PRODUCTS = {
    "matmul, square": (2048, 2048, 2048),
    "matmul, image projection": (64 * 196, 2048, 512),
    "matmul, classifier": (50 * 64, 5120, 1024),
}
COPIED = 256 << 20


def product(rows, inner, columns):
    a, b, out = torch.rand(rows, inner), torch.rand(inner, columns), torch.empty(rows, columns)
    return Work(lambda: torch.mm(a, b, out=out), multiply_adds=rows * inner * columns, shape=[rows, inner, columns])


def copy():
    source, target = torch.rand(COPIED // 4), torch.rand(COPIED // 4)
    return Work(lambda: target.copy_(source), bytes=COPIED)


WORKS = {name: lambda size=size: product(*size) for name, size in PRODUCTS.items()} | {"memory copy": copy}

if __name__ == "__main__":
    main(WORKS)
