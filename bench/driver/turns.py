"""Works of both sides timed in turn: A, B, A, B."""
from statistics import median

from .table import Row, seconds


def alternate(sides, runs):
    """Runs (side, work) pairs in turn and gives the seconds of each, in their order; the first time a work is run it warms up by itself."""
    times = [[] for _ in sides]
    for _ in range(runs):
        for place, (side, work) in enumerate(sides):
            times[place].append(side.once(work)["seconds"])
    return times


def against(work, ours, theirs, baseline, **row):
    """How many times as fast ours is: baseline over ours, for rows where more is better."""
    return Row(work, seconds(median(ours)), f"{baseline}, {seconds(median(theirs))}", median(theirs) / median(ours),
               spread=tuple(t / o for o, t in zip(ours, theirs)), values={"ucam": ours, "baseline": theirs}, **row)


def costs(work, ours, plain, baseline, **row):
    """What ours costs in plain work: ours over the baseline, for rows where less is better."""
    return Row(work, seconds(median(ours)), f"{baseline}, {seconds(median(plain))}", median(ours) / median(plain), more=False,
               spread=tuple(o / p for o, p in zip(ours, plain)), values={"ucam": ours, "baseline": plain}, **row)


def same_work(ours, theirs, work):
    """Refuses a comparison in which one side does less than the other, by what both print of themselves."""
    for key in ("parameters", "multiply_adds", "shape", "answers", "overall", "kinds", "pictures", "bytes"):
        one, other = ours.about[work].get(key), theirs.about[work].get(key)
        if one is not None and other is not None and one != other:
            return f"NOT THE SAME WORK: {key} is {one} here and {other} there"
    return ""
