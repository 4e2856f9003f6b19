"""All works of the reference, in one process: python3 turns.py --turns reads a name a line and answers with a JSON line a run."""
import json
import os

import harness

import torch

import limits
import maps
import official_vqa
import rows
import saaa


def versions():
    """What computes, for the head of the table."""
    with open("/proc/self/maps") as mapped:
        loaded = sorted({line.split()[-1] for line in mapped if any(name in line for name in ("blas", "mkl", "lapack", "dnnl"))})
    return {"torch": torch.__version__, "threads": torch.get_num_threads(), "libraries": [os.path.basename(path) for path in loaded],
            "mkldnn": torch.backends.mkldnn.is_available(), "mkl": torch.backends.mkl.is_available()}


def version_work():
    return harness.Work(lambda: None, **versions())


if __name__ == "__main__":
    harness.main({"versions": version_work} | saaa.WORKS | maps.WORKS | rows.WORKS | official_vqa.WORKS | limits.WORKS)
