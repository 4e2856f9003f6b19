"""Rows of the published head: against PyTorch, against its own plain work, against the arithmetic limit, and beside busy processes."""
import subprocess
from statistics import median

from .bench import BENCH
from .table import Row, number, seconds
from .turns import against, alternate, costs, same_work

PRODUCTS = ("matmul, square", "matmul, image projection", "matmul, classifier")
SIZE = "published size, batch 64"


def products(bench):
    """Products of 32-bit floats by each library; the best rate is the limit that other rows are held against."""
    rows = []
    for work in PRODUCTS:
        ours, theirs = alternate([(bench.ucam, work), (bench.reference, work)], 10 if bench.quick else 30)
        operations = 2 * bench.ucam.about[work]["multiply_adds"]
        rate, best = operations / median(ours) / 1e9, operations / median(theirs) / 1e9
        bench.limit = max(bench.limit, rate, best)
        rows.append(Row(f"float {work}", f"{rate:.0f} GFLOP/s", f"{bench.blas}, {best:.0f} GFLOP/s", rate / max(rate, best), 0.9, 1.0,
                        spread=tuple(t / o for o, t in zip(ours, theirs)), note=same_work(bench.ucam, bench.reference, work)))
    return rows


def heads(bench):
    ucam, reference, runs = bench.ucam, bench.reference, 5 if bench.quick else 7
    works = ("head forward", "head step", "head passes", "head A-GCA step")
    times = alternate([(side, work) for work in works for side in (reference, ucam)] + [(ucam, "head P-GCA step")], runs)
    theirs, ours = dict(zip(works, times[0::2])), dict(zip(works, times[1::2]))
    ours["head P-GCA step"] = times[-1]
    bench.quiet = ours
    pairs = [("head step", f"plain training step, {SIZE}", 3, 4), ("head forward", f"forward, {SIZE}", 2.3, 3),
             ("head passes", "50 head passes", 3, 5), ("head A-GCA step", f"A-GCA step, {SIZE}", None, None)]
    rows = [against(name, ours[work], theirs[work], "PyTorch", bar=bar, goal=goal, note=same_work(ucam, reference, work))
            for work, name, bar, goal in pairs]
    rows += [published(bench, ours["head passes"])]
    rows += [costs(f"{kind} step against our plain step", ours[f"head {kind} step"], ours["head step"], "plain step", bar=bar, goal=goal)
             for kind, bar, goal in (("A-GCA", 1.10, 1.05), ("P-GCA", 1.25, 1.15))]
    rows += [costs("50 head passes from cached features against one forward", ours["head passes"], ours["head forward"], "forward", bar=2.4, goal=2.0)]
    rows += [collecting(bench, work, name) for work, name in (("head step", "plain step"), ("head passes", "50 passes"))]
    rows += [share(bench, work, name) for work, name in (("head forward", "forward"), ("head step", "plain step"), ("head passes", "50 passes"))]
    return rows


def published(bench, ours):
    """The published evaluation takes its forward passes one by one; in a quick run five of the fifty stand for all."""
    work = "head passes, published (5 of 50)" if bench.quick else "head passes, published"
    # Once more for warming up: the whole loop takes half a minute.
    (loop,) = alternate([(bench.reference, work)], 2 if bench.quick else 1)
    middle = median(ours)
    return Row("50 head passes against the published loop", seconds(middle), f"PyTorch's 50 forwards, {seconds(median(loop))}", median(loop) / middle,
               40, 80, spread=tuple(t / middle for t in loop), note="5 of the 50 forwards were run" if bench.quick else "")


def collecting(bench, work, name):
    """The share of the time in which everything stands still for the garbage collector."""
    runs = [run for run in bench.ucam.log if run["work"] == work]
    spent, total = sum(run["collecting"] for run in runs), sum(run["seconds"] for run in runs)
    return Row(f"garbage collection, {name}", seconds(spent), f"{len(runs)} runs, {seconds(total)}", 100 * spent / total, 1, None, False, unit=" %")


def share(bench, work, name):
    """Multiply-adds over what the best library here does of them in that time."""
    if not bench.limit:
        products(bench)
    least = 2 * bench.ucam.about[work]["multiply_adds"] / (bench.limit * 1e9)
    times = bench.quiet[work]
    return Row(f"share of the arithmetic limit, {name}", seconds(median(times)), f"{number(bench.limit)} GFLOP/s, {seconds(least)}",
               least / median(times), 0.5, 0.8, spread=tuple(least / t for t in times))


def bits(bench):
    """The same against a PyTorch whose dropout masks are drawn as bits: faster than its own, and more than most would do."""
    rows = []
    for work, name in (("head step", "plain training step"), ("head passes", "50 head passes")):
        ours, theirs = alternate([(bench.ucam, work), (bench.reference, f"{work}, dropout from bits")], 5)
        rows.append(against(f"{name}, PyTorch's dropout from bits", ours, theirs, "PyTorch"))
    return rows


def beside(bench):
    """Ours beside two processes that count without a pause, as a share of its speed without them."""
    works = (("head forward", "forward"), ("head step", "plain step"), ("head passes", "50 head passes"))
    quiet = {work: alternate([(bench.ucam, work)], 3)[0] for work, _ in works}
    busy = [subprocess.Popen(["dotnet", BENCH, "busy"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in range(2)]
    try:
        loaded = {work: alternate([(bench.ucam, work)], 3 if bench.quick else 7)[0] for work, _ in works}
    finally:
        for process in busy:
            process.stdin.close()
            process.wait()
    return [Row(f"{name} beside two busy processes", seconds(median(loaded[work])), f"quiet, {seconds(median(quiet[work]))}",
                median(quiet[work]) / median(loaded[work]), 0.4, 0.6, spread=tuple(median(quiet[work]) / t for t in loaded[work])) for work, name in works]


def from_picture(bench):
    forward, passes = alternate([(bench.ucam, "published model forward"), (bench.ucam, "published model passes")], 3 if bench.quick else 9)
    return [costs("50 head passes from the picture against one forward", passes, forward, "ResNet-152 at 448², one forward", bar=1.1, goal=1.02)]
