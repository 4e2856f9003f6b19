#!/usr/bin/env python3
"""Kills ucam at random moments, runs each again to its end, and looks whether anything is lost.

usage: tests/faults/kills.py [--kills N] [--seed S] [--only KIND,...] [--workers W] [--no-hardships] [COMMAND ...]

N kills of each kind (3 by default) by SIGKILL: half at any moment, a quarter in the last fifth of the run, a quarter as a file is written or
just after. COMMAND is the tool, by default the Release build of this repository. After every kill each file under a final name must be whole;
after the run again all files must be those of an undisturbed run, but for times, with nothing left over; decisions that the server had
acknowledged must be there. Then the hardships of hardships.py: signals, full and read-only disks, and so on. Exits 1 if something failed.
"""
import argparse, concurrent.futures, json, os, random, re, shutil, signal, subprocess, sys, tempfile, threading, time, urllib.request
sys.dont_write_bytecode = True
import files, hardships

TRAIN = """\
name: tiny
data: { set: scenes, train: 12, validation: 6, test: 4, questions_per_picture: 2 }
backbone:
  options: { input_size: 32, channels: [4, 8], blocks: [0, 0], first_stride: 2 }
  pictures: 8
  fit: { epochs: 2, batch: 4, learning_rate: 0.004 }
model: { embedding: 4, lstm: 8, attention: 8, glimpses: 2, classifier: 8 }
training: { uncertainty: { samples: 2 }, answers: 20, blind_epochs: 1, fit: { epochs: 3, batch: 16, learning_rate: 0.002 } }
evaluation: { passes: 3 }
"""
COMPARE = """\
name: tiny
backbone: scenes
data: { set: scenes, train: 8, validation: 4, test: 4, questions_per_picture: 2 }
methods: [saaa]
variants: [baseline, aul]
seeds: [1]
training: { uncertainty: { samples: 2 }, answers: 20, blind_epochs: 0, fit: { epochs: 2, batch: 16, learning_rate: 0.003 } }
evaluation: { passes: 3 }
distanced_maps: 1
"""
MOMENTS = 8
SET = "in/set/images/scenes-test"
ASKED = ["--questions", "in/set/scenes-test_questions.json", "--annotations", "in/set/scenes-test_annotations.json", "--images", SET]
KINDS = {
    "train": ("train --recipe in/train.yaml --run out/run --out out/m.safetensors", "--resume"),
    "compare": ("compare --recipe in/compare.yaml --run out --no-plots", ""),
    "extract": (f"features extract --model in/tiny.safetensors --pictures {SET} --out out/f.safetensors", "--resume"),
    "eval": (f"eval --model in/tiny.safetensors {' '.join(ASKED)} --passes 3 --out out/e.csv --official out/e.json --report out/e.html", ""),
    "benchmark": ("explain --benchmark --model in/tiny.safetensors --count 1 --subset 1 --maps attention --set scenes --run out", ""),
    "import": (f"data import vqa {' '.join(a for a in ASKED if not a.startswith('--'))} --copy --split s --out out", ""),
    "generate": ("data scenes --split test --pictures 4 --questions-per-picture 2 --out out", ""),
}


class Bench:
    """The tool, the tiny inputs, and an undisturbed run of each kind."""

    def __init__(self, tool, seed):
        self.tool, self.seed, self.root = tool, seed, tempfile.mkdtemp(prefix="ucam-kills-")
        self.env = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "NO_COLOR": "1"}
        self.inputs = os.path.join(self.root, "in")
        os.mkdir(self.inputs)
        for name, text in (("train.yaml", TRAIN), ("compare.yaml", COMPARE)):
            with open(os.path.join(self.inputs, name), "w") as f:
                f.write(text)
        self.ucam(self.root, "data scenes --split test --pictures 12 --questions-per-picture 2 --out in/set")
        self.ucam(self.root, "train --recipe in/train.yaml --run made --out in/tiny.safetensors")
        self.ucam(self.root, f"eval --model in/tiny.safetensors {' '.join(ASKED)} --passes 3 --out in/results.csv")
        self.seconds = {}

    def ucam(self, work, line):
        done = subprocess.run([*self.tool, *line.split()], cwd=work, env=self.env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            sys.exit(f"ucam {line}: exit {done.returncode}\n{done.stderr}")

    def work(self):
        """A fresh folder with the inputs and an empty out/."""
        folder = tempfile.mkdtemp(dir=self.root)
        os.symlink(self.inputs, os.path.join(folder, "in"))
        os.mkdir(os.path.join(folder, "out"))
        return folder

    def reference(self, kind):
        path = os.path.join(self.root, "reference-" + kind)
        if not os.path.exists(path):
            work, start = self.work(), time.time()
            self.ucam(work, KINDS[kind][0])
            self.seconds[kind] = time.time() - start
            os.rename(os.path.join(work, "out"), path)
        return path

    def start(self, work, line, **how):
        how = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **how}
        return subprocess.Popen([*self.tool, *line.split()], cwd=work, env={**self.env, **how.pop("env", {})}, start_new_session=True, **how)


class Tally(dict):
    """What the kills of a kind came to."""

    def __init__(self):
        super().__init__(kills=0, resumed=0, differing=0, partial=0, litter=0, lost=0)
        self.notes, self.lock = [], threading.Lock()

    def add(self, note=None, **counts):
        with self.lock:
            for name, count in counts.items():
                self[name] += count
            self.notes += [note] if note else []


def moment(bench, kind, work, child, rng, number):
    """Waits for the moment at which a run is killed."""
    length = bench.seconds[kind]
    if number % 4 == 3:
        written, after = rng.randint(1, 8), rng.uniform(0, 0.003)
        seen = set()
        while child.poll() is None and len(seen) < written:
            seen.update(name for name in files.tree(os.path.join(work, "out")) if name.endswith((".ucam.tmp", ".partial", ".partial.json")))
            time.sleep(0.002)
        time.sleep(after)
    else:
        time.sleep(rng.uniform(0.8 if number % 4 == 2 else 0, 1.1) * length)


def kill(bench, kind, number, tally):
    """One run that is killed, and run again to its end."""
    rng, reference = random.Random(f"{bench.seed} {kind} {number}"), bench.reference(kind)
    line, again = KINDS[kind]
    for attempt in range(MOMENTS):
        if attempt:
            # It ended before its moment, so that it takes less long than was thought.
            bench.seconds[kind] *= 0.9
            shutil.rmtree(work)
        work = bench.work()
        out = os.path.join(work, "out")
        child = bench.start(work, line)
        moment(bench, kind, work, child, rng, number)
        killed = child.poll() is None
        child.kill()
        child.wait()
        if killed:
            break
    died = time.time()
    bad = files.partial(out)
    # What is younger than a second may be another living run's, and is left alone.
    time.sleep(max(0, died + 1.2 - time.time()))
    done = subprocess.run([*bench.tool, *line.split(), *again.split()], cwd=work, env=bench.env, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    different, left = files.differing(out, reference), files.litter(out, reference)
    whole = done.returncode == 0
    note = f"{kind} {number}: " + "; ".join([*bad[:2], *([] if whole else [done.stderr.strip()[-300:]]), *different[:3], *left[:3]])
    fine = whole and not bad and not different and not left
    tally.add(None if fine else note, kills=killed, resumed=whole, differing=len(different), partial=len(bad), litter=len(left))
    if fine:
        shutil.rmtree(work)


def served(bench, work):
    """A review that is up, and its address."""
    child = bench.start(work, f"review in/results.csv --images {SET} --decisions out/d.db --port 0", stdout=subprocess.PIPE, text=True)
    for text in child.stdout:
        if found := re.search(r"http://[\d.:]+", text):
            return child, found[0]
    return child, None


def decide(address, row, verdict):
    body = json.dumps({"row": row, "verdict": verdict}).encode()
    request = urllib.request.Request(address + "/api/review/decisions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status in (200, 201)


def kill_review(bench, kind, number, tally):
    """A server that is killed while it takes decisions; those that it acknowledged must be there."""
    rng, work = random.Random(f"{bench.seed} {kind} {number}"), bench.work()
    out, kept, sent = os.path.join(work, "out"), {}, {}
    child, address = served(bench, work)
    timer = threading.Timer(rng.uniform(0, 1.0), child.kill)
    if number % 5 == 0:
        timer.start()
    try:
        while True:
            row, verdict = rng.randrange(24), rng.choice(["accept", "reject"])
            sent[row] = verdict
            if decide(address, row, verdict):
                kept[row] = verdict
                sent.pop(row)
            if len(kept) == 1 and timer.ident is None:
                timer.start()
    except OSError:
        pass
    except Exception as problem:
        if child.poll() is None:
            tally.add(f"{kind} {number}: {problem}", lost=1)
    child.wait()
    bad = files.partial(out)
    child, address = served(bench, work)
    there = {}
    if address:
        with urllib.request.urlopen(address + "/api/review", timeout=20) as answer:
            there = {d["row"]: d["verdict"] for d in json.load(answer)["decisions"]}
    child.send_signal(signal.SIGINT)
    ended = child.wait()
    named = lambda verdict: verdict.lower()[:6]
    lost = [row for row, verdict in kept.items() if row not in sent and named(there.get(row, "")) != named(verdict)]
    left = [name for name in files.tree(out) if name != "d.db"]
    fine = address and ended == 0 and not bad and not lost and not left
    note = f"{kind} {number}: {bad} lost {lost} of {len(kept)} left {left} end {ended}"
    tally.add(None if fine else note, kills=1, resumed=bool(address), partial=len(bad), lost=len(lost), litter=len(left))
    tally.decisions = getattr(tally, "decisions", 0) + len(kept)
    if fine:
        shutil.rmtree(work)


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("--kills", type=int, default=3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default=",".join([*KINDS, "review"]))
    options.add_argument("--workers", type=int, default=os.cpu_count())
    options.add_argument("--no-hardships", action="store_true")
    options.add_argument("tool", nargs="*")
    given = options.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    built = os.path.join(here, "..", "..", "src", "Ucam.Cli", "bin", "Release", "net10.0", "Ucam.Cli.dll")
    bench = Bench(given.tool or ["dotnet", os.path.abspath(built)], given.seed)
    held = failed = 0
    kinds = given.only.split(",")
    for kind in kinds:
        tally, start = Tally(), time.time()
        work = kill_review if kind == "review" else kill
        if kind != "review":
            bench.reference(kind)
        with concurrent.futures.ThreadPoolExecutor(given.workers) as pool:
            for done in [pool.submit(work, bench, kind, number, tally) for number in range(given.kills)]:
                done.result()
        failed += len(tally.notes)
        held += given.kills - len(tally.notes)
        words = ", ".join(f"{count} {name}" for name, count in tally.items() if name != "lost" or kind == "review")
        more = f" of {tally.decisions} decisions" if kind == "review" else ""
        print(f"{kind:10} {words}{more} ({time.time() - start:.0f} s)", flush=True)
        for note in tally.notes[:10]:
            print("    " + note.replace("\n", " "), flush=True)
    if not given.no_hardships:
        for name, fine, detail in hardships.run(bench, [kind for kind in kinds if kind in KINDS], KINDS):
            held, failed = held + fine, failed + (not fine)
            print(f"{name:40} {'held' if fine else 'FAILED'} {detail}", flush=True)
    if not failed:
        shutil.rmtree(bench.root)
    print(f"{held} held, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
