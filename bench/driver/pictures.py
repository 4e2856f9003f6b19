"""Rows of maps, features, files and answers."""
import json
import subprocess
from statistics import median

from .bench import BENCH, ROOT, Problem
from .table import Row, seconds
from .turns import against, alternate, costs, same_work


def maps(bench):
    works = ("resnet forward", "Grad-CAM")
    times = alternate([(side, work) for work in works for side in (bench.reference, bench.ucam)], 20 if bench.quick else 50)
    theirs, ours = dict(zip(works, times[0::2])), dict(zip(works, times[1::2]))
    return [costs("Grad-CAM, ResNet-18, 224²", ours["Grad-CAM"], ours["resnet forward"], "one forward", bar=1.1, goal=1.0),
            against("ResNet-18 forward, 224²", ours["resnet forward"], theirs["resnet forward"], "PyTorch"),
            against("Grad-CAM against PyTorch's", ours["Grad-CAM"], theirs["Grad-CAM"], "PyTorch")]


def masked(bench):
    """Score-CAM and RISE beside the forward passes that they need."""
    rows = case(bench, "explain", "--runs", "1" if bench.quick else "2", "--calls", "1", "--count", "128" if bench.quick else "500")
    return [own(rows, name, name.split(",")[0] + " against its own forwards", bar=1.05, goal=1.02) for name in ("Score-CAM", "RISE")]


def score_cam(bench):
    ours, theirs = alternate([(bench.ucam, "Score-CAM"), (bench.reference, "Score-CAM")], 2)
    return [against("Score-CAM against PyTorch's", ours, theirs, "PyTorch")]


def extraction(bench):
    work = "feature extraction"
    ours, theirs = alternate([(bench.ucam, work), (bench.reference, work)], 3 if bench.quick else 5)
    pictures = bench.ucam.about[work]["pictures"]
    row = against("feature extraction, ResNet-18 224²", ours, theirs, "PyTorch", bar=1.2, goal=2)
    row.ucam, row.baseline = f"{pictures / median(ours):.0f} pictures/s", f"PyTorch, {pictures / median(theirs):.0f} pictures/s"
    row.note = same_work(bench.ucam, bench.reference, work) or f"{pictures} JPEGs of 640×480; there {bench.reference.about[work]['loader']}"
    return [row]


def rows(bench):
    """Random reads of a feature file: against copies of the same rows by as many threads, and against h5py."""
    lines = case(bench, "features", "--runs", "10" if bench.quick else "30")
    mine = [line for line in lines if "2048" in line["sizes"] and "on all threads" in line["baseline"] and "reused" in line["dtype"]]
    table = []
    for line in mine:
        speeds = [1 / ratio for ratio in line["ratios"]]
        table.append(Row(f"random feature reads, {line['dtype'].removesuffix(', reused')}", seconds(line["work_seconds"]),
                         f"copy of random rows, {seconds(line['baseline_seconds'])}", median(speeds), 0.9, 1.0, spread=tuple(speeds)))
    ours, theirs = alternate([(bench.ucam, "random rows"), (bench.reference, "random rows")], 10)
    table.append(against("random feature reads against h5py", ours, theirs, "h5py"))
    return table


def evaluation(bench):
    work = "official VQA evaluation"
    ours, theirs = alternate([(bench.ucam, work), (bench.reference, work)], 3 if bench.quick else 7)
    return [against(f"{work}, files included", ours, theirs, "Python, as published", note=same_work(bench.ucam, bench.reference, work))]


def certainty(bench):
    """P(right) with its signals on top of an answer of the shipped model."""
    model = f"{ROOT}/src/Ucam.Models/models/scenes.safetensors"
    lines = case(bench, "ask", "--model", model, "--runs", "20" if bench.quick else "60", "--calls", "1")
    return [own([line for line in lines if "without P(right)" in line["baseline"]], "", "certainty on top of an answer", bar=1.25, goal=1.1)]


def own(lines, sizes, work, **row):
    line = next((line for line in lines if line["sizes"].startswith(sizes)), None)
    if line is None:
        raise Problem(f"the case has no row for {work}")
    return Row(work, seconds(line["work_seconds"]), f"{line['baseline']}, {seconds(line['baseline_seconds'])}", median(line["ratios"]), more=False,
               spread=tuple(line["ratios"]), **row)


def case(bench, name, *options):
    """The rows of a case of the bench project."""
    done = subprocess.run(["dotnet", BENCH, name, *options, "--as", "lines"], capture_output=True, text=True, env=bench.environment)
    if done.returncode != 0:
        raise Problem(f"the case {name} failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
