"""All groups of rows, in the order in which they are measured."""
import sys
import time

from . import commands, heads, large, pictures
from .bench import Problem

LIMIT = 300
# What they measure, how, and about how many seconds a quick run of it takes on two quiet cores; None is for the full run alone.
GROUPS = [
    ("matmul of our stack, products", heads.products, 6),
    ("head forward, training step, passes, share of the limit", heads.heads, 75),
    ("ucam ask, cold", commands.ask, 25),
    ("beside two busy processes", heads.beside, 20),
    ("Grad-CAM, ResNet-18 forward", pictures.maps, 6),
    ("feature extraction", pictures.extraction, 25),
    ("random feature reads", pictures.rows, 15),
    ("certainty on top of an answer", pictures.certainty, 10),
    ("ucam demo, built", commands.demo, 16),
    ("official VQA evaluation", pictures.evaluation, 8),
    ("50 head passes from the picture", heads.from_picture, 14),
    ("Score-CAM and RISE against their own forwards", pictures.masked, 30),
    ("training on a 20 GB feature file, resident", large.resident, 65),
    ("1,000 pictures asked with a report", commands.thousand, 40),
    ("head step and passes, PyTorch's dropout from bits", heads.bits, None),
    ("Score-CAM against PyTorch's", pictures.score_cam, None),
    ("cost of compare, seeds and questions", large.comparison, None),
]


def measure(bench, only):
    """Rows of the groups whose name has one of the words, and those that were left with the reason."""
    rows, left, began = [], [], time.monotonic()
    for name, group, quick in GROUPS:
        if only and not any(word.lower() in name.lower() for word in only):
            continue
        if bench.quick and quick is None:
            left.append((name, "left to the full run"))
        elif bench.quick and not only and time.monotonic() - began + quick > LIMIT:
            left.append((name, f"takes about {quick} s, which are over; --only {name.split()[0]!r} measures it alone"))
        else:
            add(bench, name, group, rows, left)
    return rows, left


def add(bench, name, group, rows, left):
    start = time.monotonic()
    try:
        new = group(bench)
    except Problem as e:
        left.append((name, str(e)))
        new = []
    rows += new
    print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
