"""Rows of whole commands, from process start to end."""
import os
import resource
import shutil
import subprocess
import time
from statistics import median

from .bench import BUILT, PUBLISHED, PYTHON, ROOT, Problem
from .table import Row, seconds

QUESTION = "What colour is the large ball?"
# What the reference stack needs before it could answer anything.
PYTORCH_START = "import torch, torchvision; torchvision.models.resnet18(weights=None).eval()(torch.rand(1, 3, 224, 224))"


def tool():
    """The command line's own program, as the installed tool starts it."""
    folder = PUBLISHED if os.path.exists(os.path.join(PUBLISHED, "Ucam.Cli.dll")) else BUILT
    return ["dotnet", os.path.join(folder, "Ucam.Cli.dll")]


def timed(command, bench, folder=None):
    """Seconds by the clock and of the processor of a command that has to succeed; a user sets no threads, so that neither does this."""
    environment = {name: value for name, value in bench.environment.items() if name not in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder or bench.folder, env=environment)
    taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise Problem(f"{' '.join(command[:4])} ended with {done.returncode}: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def absolute(work, times, bar, goal, baseline="", note=""):
    walls = [wall for wall, _ in times]
    return Row(work, f"{seconds(median(walls))}, {seconds(median(cpu for _, cpu in times))} of processor", baseline, median(walls), bar, goal, False,
               spread=tuple(walls), unit=" s", note=note, values={"ucam": times})


def ask(bench):
    picture = os.path.join(ROOT, "src/Ucam.Cli/Demo/photos/cat.jpg")
    ours, theirs = [], []
    for run in range(6 if bench.quick else 16):
        one = timed([*tool(), "ask", picture, QUESTION], bench)
        other = timed([PYTHON, "-c", PYTORCH_START], bench)
        # The first run brings the files into memory.
        if run > 0:
            ours.append(one)
            theirs.append(other)
    start = median(wall for wall, _ in theirs)
    return [absolute("ucam ask, cold", ours, 1.0, 0.6, f"PyTorch's start and one ResNet-18 forward, {seconds(start)}")]


def demo(bench):
    times = []
    for run in range(4 if bench.quick else 8):
        folder = os.path.join(bench.folder, f"demo-{run}")
        times.append(timed([*tool(), "demo", "--out", folder], bench))
        shutil.rmtree(folder)
    return [absolute("ucam demo, built", times[1:], 3, 2)]


def thousand(bench):
    """A thousand files with the same few pictures in them: each is decoded and answered by itself."""
    folder = os.path.join(bench.folder, "thousand")
    os.makedirs(folder, exist_ok=True)
    pictures = sorted(os.listdir(os.path.join(bench.folder, "pictures")))
    for i in range(1000):
        to = os.path.join(folder, f"{i:04d}.jpg")
        if not os.path.exists(to):
            os.link(os.path.join(bench.folder, "pictures", pictures[i % len(pictures)]), to)
    report = os.path.join(bench.folder, "report.html")
    times = []
    for _ in range(1 if bench.quick else 2):
        times.append(timed([*tool(), "ask", folder, QUESTION, "--model", "scenes", "--report", report], bench))
        os.remove(report)
    return [absolute("1,000 pictures asked with a report", times, 40, 20)]
