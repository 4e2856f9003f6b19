"""Random rows of a feature file by h5py, as pytorch-vqa reads them: 512 pictures of 14x14x2048 16-bit floats, 64 rows a batch, as 32-bit floats."""
from harness import Work, fastest, main

import os

import h5py
import numpy as np
import torch

from files import folder

COUNT, BATCH, SHAPE = 512, 64, (2048, 14, 14)


def path():
    at = os.path.join(folder(), "features.h5")
    if not os.path.exists(at):
        rng = np.random.default_rng(1)
        with h5py.File(at + ".partial", "w") as file:
            features = file.create_dataset("features", (COUNT, *SHAPE), "float16")
            for i in range(COUNT):
                features[i] = rng.random(SHAPE, dtype=np.float32)
        os.replace(at + ".partial", at)
    return at


def reads():
    file = h5py.File(path(), "r")
    features = file["features"]
    rng = np.random.default_rng(2)
    half = np.empty((BATCH, *SHAPE), np.float16)
    single = torch.empty(BATCH, *SHAPE)

    def one_by_one():
        for i, row in enumerate(rng.integers(0, COUNT, BATCH)):
            features.read_direct(half, np.s_[row], np.s_[i])
        single.copy_(torch.from_numpy(half))

    def selected():
        # h5py takes rows in rising order, each once.
        rows = np.unique(rng.integers(0, COUNT, BATCH))
        single[:len(rows)].copy_(torch.from_numpy(features[rows]))

    best, times = fastest({"one by one": one_by_one, "one selection": selected})
    return Work(one_by_one if best == "one by one" else selected, way=best, tried=times, rows=BATCH, shape=[COUNT, *SHAPE], file=file.filename)


WORKS = {"random rows": reads}

if __name__ == "__main__":
    main(WORKS)
