"""A row of the table, the table as text, and the same as files."""
import csv
import json
import os
from dataclasses import asdict, dataclass, field

HEAD = ["work", "Ucam", "baseline", "ratio", "bar", "goal", "spread", "verdict"]


@dataclass
class Row:
    """One claim. The ratio is what bar and goal are about; values are seconds, or what the unit says."""

    work: str
    ucam: str
    baseline: str
    ratio: float
    bar: float | None = None
    goal: float | None = None
    more: bool = True
    spread: tuple = ()
    unit: str = "×"
    note: str = ""
    values: dict = field(default_factory=dict)

    @property
    def verdict(self):
        if self.bar is None:
            return "told"
        if self.reaches(self.goal):
            return "at the goal"
        return "at the bar" if self.reaches(self.bar) else "BELOW the bar"

    def reaches(self, value):
        if value is None:
            return False
        return self.ratio >= value if self.more else self.ratio <= value

    def cells(self):
        sign = "≥" if self.more else "≤"
        spread = f"{number(min(self.spread))} to {number(max(self.spread))}" if self.spread else ""
        bars = [f"{sign} {number(value)}{self.unit}" if value is not None else "" for value in (self.bar, self.goal)]
        return [self.work, self.ucam, self.baseline, number(self.ratio) + self.unit, *bars, spread, self.verdict]


def number(value):
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.3g} ms"


def show(rows, left):
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[c]) for line in cells) for c in range(len(HEAD))]
    print()
    for i, line in enumerate(cells):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |")
        if i == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    below = [row.work for row in rows if row.bar is not None and not row.reaches(row.bar)]
    judged = sum(row.bar is not None for row in rows)
    print(f"\n{judged - len(below)} of {judged} rows with a bar reach it" + (f"; below: {', '.join(below)}" if below else ""))
    for row in rows:
        if row.note:
            print(f"- {row.work}: {row.note}")
    for work, why in left:
        print(f"not measured: {work} ({why})")


def write(path, head, rows, left, runs):
    """PATH.json and PATH.csv, whole or not at all."""
    stem = path.removesuffix(".json").removesuffix(".csv")
    lines = [asdict(row) | {"verdict": row.verdict} for row in rows]
    with open(stem + ".json.partial", "w") as file:
        json.dump({"machine": head, "rows": lines, "left": left, "runs": runs}, file, indent=1, ensure_ascii=False)
    os.replace(stem + ".json.partial", stem + ".json")
    with open(stem + ".csv.partial", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(row.cells() for row in rows)
    os.replace(stem + ".csv.partial", stem + ".csv")
    print(f"{stem}.json, {stem}.csv")
