"""What every script here shares: works by name, taken one at a time or in turn with another program.

python3 SCRIPT.py [--runs N] [--only NAME]   prints a JSON line a work: seconds of each run, and what was done
python3 SCRIPT.py --turns                    reads a name a line, runs that work once and answers with a JSON line
"""
import argparse
import json
import os
import resource
import sys
import time

# Before PyTorch is loaded: both sides have as many threads.
THREADS = int(os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1)))


class Work:
    """A thing to time: what is called, and what it does in words and numbers."""

    def __init__(self, run, **about):
        self.run = run
        self.about = about


def seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def fastest(candidates, runs=2):
    """The name of the quickest of several ways to do the same, each warmed up: what a careful engineer would settle on."""
    times = {}
    for name, call in candidates.items():
        call()
        times[name] = min(seconds(call) for _ in range(runs))
    return min(times, key=times.get), {name: round(value, 5) for name, value in times.items()}


def once(name, work):
    before = resource.getrusage(resource.RUSAGE_SELF)
    taken = seconds(work.run)
    after = resource.getrusage(resource.RUSAGE_SELF)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # A work that does a share of the whole, such as ten of fifty passes, says how many times it is to be counted.
    times = work.about.get("times", 1)
    return {"work": name, "seconds": taken * times, "processor": processor * times}


def serve(factories):
    """Runs works as their names come in; the first time a work is made, warmed up once and described."""
    works = {}
    for line in sys.stdin:
        name = line.strip()
        if name not in factories:
            reply = {"work": name, "error": "no such work"}
        else:
            try:
                new = name not in works
                if new:
                    works[name] = factories[name]()
                    works[name].run()
                reply = once(name, works[name])
                if new:
                    reply["about"] = works[name].about
            except Exception as e:  # told to the other side, which goes on with what is left
                reply = {"work": name, "error": f"{type(e).__name__}: {e}"}
        print(json.dumps(reply), flush=True)


def main(factories):
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("--turns", action="store_true")
    options = parser.parse_args()
    if options.turns:
        serve(factories)
        return
    for name, factory in factories.items():
        if options.only not in name:
            continue
        work = factory()
        work.run()
        runs = [once(name, work)["seconds"] for _ in range(options.runs)]
        print(json.dumps({"work": name, "seconds": sorted(runs)[len(runs) // 2], "runs": runs, "about": work.about}), flush=True)
