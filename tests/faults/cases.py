#!/usr/bin/env python3
"""Tries inputs on which users' cases failed: exit code, result, time and memory of each.

usage: tests/faults/cases.py FOLDER [COMMAND ...]      COMMAND is the tool, by default the Release build of this repository.

FOLDER holds one folder a fault. A case fails if it exits 0 with a wrong result, prints a foreign exception, or takes over 5 s or 300 MB
(400 where it makes maps or trains).
"""
import csv, json, os, re, shutil, signal, subprocess, sys, tempfile, time

SECONDS, MEGABYTES, MAPS = 5.0, 300, 400
FOREIGN = re.compile(r"unexpected problem|Unhandled exception|^\s+at [\w.]+\(|Exception\b|stack overflow", re.I | re.M)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")


class Run:
    """One finished run of the tool: exit code, texts, seconds and peak memory."""

    def __init__(self, tool, args, cwd, stdin=None):
        out, err = (tempfile.TemporaryFile() for _ in range(2))
        start = time.time()
        child = subprocess.Popen([*tool, *map(str, args)], cwd=cwd, stdout=out, stderr=err, stdin=stdin or subprocess.DEVNULL)
        killer = signal.signal(signal.SIGALRM, lambda *_: child.kill())
        signal.alarm(120)
        _, status, usage = os.wait4(child.pid, 0)
        signal.alarm(0)
        signal.signal(signal.SIGALRM, killer)
        self.args, self.seconds, self.megabytes = args, time.time() - start, usage.ru_maxrss / 1024
        self.code = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        self.out, self.err = out.read().decode(errors="replace"), err.read().decode(errors="replace")
        self.text = self.out + self.err

    def refused(self, *words):
        """Fails by one plain line that holds the words."""
        lines = [l for l in self.err.splitlines() if l.startswith("ucam: ")]
        return self.code in (1, 2) and len(lines) == 1 and all(w.lower() in self.text.lower() for w in words)

    def says(self, *words):
        return self.code == 0 and all(w.lower() in self.text.lower() for w in words)


class Case:
    """A scratch copy of one case's folder and the tool."""

    def __init__(self, tool, source):
        self.tool, self.runs = tool, []
        self.folder = os.path.join(tempfile.mkdtemp(), "case")
        shutil.copytree(source, self.folder)
        for root, folders, files in os.walk(self.folder):
            for name in folders + files:
                os.chmod(os.path.join(root, name), 0o755)
        os.chmod(self.folder, 0o755)

    def ucam(self, *args):
        self.runs.append(Run(self.tool, args, self.folder))
        return self.runs[-1]

    def interrupted(self, *args, folder="run", file="head.epoch2."):
        """Starts the tool and sends it a Ctrl-C as soon as the second finished epoch lies in the folder."""
        child = subprocess.Popen([*self.tool, *args], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while child.poll() is None and not any(file in f for _, _, fs in os.walk(self.path(folder)) for f in fs):
            time.sleep(0.02)
        child.send_signal(signal.SIGINT)
        return child.wait()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def json(self, *parts):
        with open(self.path(*parts), encoding="utf-8") as f:
            return json.load(f)

    def annotations(self, folder):
        """Annotations of the one set that an import wrote below the folder, by question id."""
        found = [os.path.join(r, f) for r, _, fs in os.walk(self.path(folder)) for f in fs if f.endswith("_annotations.json")]
        return {a["question_id"]: a for a in self.json(found[0])["annotations"]} if len(found) == 1 else {}


def import_alias(case):
    from_here = case.path
    os.mkdir(from_here("real"))
    os.makedirs(from_here("real", "pics0"))
    os.symlink(from_here("real"), from_here("link"))
    for name in ("q.json", "a.json"):
        os.rename(from_here(name), from_here("real", name))
    for i in (1, 2):
        write_png(from_here("real", "pics0", f"a_{i}.png"))
    case.ucam("data", "import", "vqa", "real/q.json", "real/a.json", "real/pics0", "--copy", "--split", "s", "--out", "real/set")
    for copy in ((), ("--copy",)):
        case.ucam("data", "import", "vqa", "link/set/s_questions.json", "link/set/s_annotations.json", "link/set/images/s", "--out", "real/set", *copy)
    placed = from_here("real", "set", "images", "s")
    return all(open(os.path.join(placed, f), "rb").read(4) == b"\x89PNG" for f in os.listdir(placed)) and len(os.listdir(placed)) == 2


def filerecipe_resume(case):
    ucam = case.ucam
    for split, seed in (("train", 1), ("test", 2)):
        ucam("data", "scenes", "--split", "train", "--pictures", "40", "--seed", seed, "--out", split)
    # The generator's names differ between versions: the recipe names what was written.
    names = {}
    for split in ("train", "test"):
        found = [os.path.join(r, f) for r, _, fs in os.walk(case.path(split)) for f in fs]
        names[split] = [next(f for f in found if f.endswith(e)) for e in ("questions.json", "annotations.json")]
        pictures = os.path.dirname(next(f for f in found if f.endswith(".png")))
        ucam("features", "extract", "--model", "scenes", "--pictures", pictures, "--out", case.path(split + ".safetensors"))
    text = open(case.path("r.yaml")).read()
    for split in ("train", "test"):
        for name, end in zip(names[split], ("questions", "annotations")):
            text = text.replace(f"scenes-{split}_{end}.json", name)
    open(case.path("r.yaml"), "w").write(text.replace("epochs: 3", "epochs: 12"))
    case.interrupted("train", "--recipe", "r.yaml", "--data", ".", "--run", "run", "--out", "m.safetensors")
    file = names["train"][1]
    whole = json.load(open(file))
    for a in whole["annotations"]:
        for answer in a["answers"]:
            answer["answer"] = {"yes": "no", "no": "yes"}.get(answer["answer"], answer["answer"])
    json.dump(whole, open(file, "w"))
    again = ucam("train", "--recipe", "r.yaml", "--data", ".", "--run", "run", "--out", "m2.safetensors", "--resume")
    if again.refused():
        return True
    ucam("train", "--recipe", "r.yaml", "--data", ".", "--run", "fresh", "--out", "m3.safetensors")
    return open(case.path("m2.safetensors"), "rb").read() == open(case.path("m3.safetensors"), "rb").read()


def checkpoint_bomb(case):
    write_png(case.path("p.png"))
    return all(case.ucam("ask", "p.png", "Is it red?", "--model", f).refused(f) for f in ("bomb_head.safetensors", "bomb_backbone.safetensors"))


def yaml_stack(case):
    return case.ucam("compare", "--recipe", "deep.yaml").refused("deep.yaml")


def compare_yaml(case):
    return case.ucam("compare", "--recipe", "null.yaml").refused("null.yaml", "aul-third")


def hdf5(case):
    return all(case.ucam("features", "import", "--hdf5", f, "--out", "o.safetensors").refused(f) for f in sorted(os.listdir(case.folder)) if f.endswith(".h5"))


def optimizer(case):
    """A damaged optimizer file of a run: the library's tests hold the reader; here the file alone is tried as what it is not."""
    run = case.ucam("ask", "-", "--model", "head.epoch4.optimizer")
    return run.refused() and not CONTROL.search(run.text)


def cifar_tar(case):
    return all(case.ucam("data", "photos", "--data", f, "--out", "o").refused(f) for f in sorted(os.listdir(case.folder)) if f.endswith(".gz"))


def evaluator(case):
    good = True
    for name, right in (("noid", "0.00"), ("sameid", "10.00")):
        run = case.ucam("eval", "--results", f"{name}/r.json", "--questions", f"{name}/q.json", "--annotations", f"{name}/a.json")
        good &= run.code == 0 and right in run.out and "answer_id" in run.text
    return good


def blank_answer(case):
    slake = case.ucam("data", "check", "slake", "slake.json", "imgs")
    vqa = case.ucam("data", "check", "vqa", "q.json", "a_blank.json", "pics")
    return "without answers" in slake.text and "without answers" in vqa.text


def clevr_booleans(case):
    case.ucam("data", "import", "clevr", "gen.json", "scenes.json", "images", "--out", "o")
    answers = {a["multiple_choice_answer"] for a in case.annotations("o").values()}
    return bool(answers) and not answers & {"true", "false"} and bool(answers & {"yes", "no"})


def hat_dropped(case):
    run = case.ucam("data", "import", "vqa-hat", "maps", "q.json", "a.json", "pics", "--out", "o")
    return "25000_1.png" in run.text and "9000_1.jpg" in run.text and "25000" not in str(sorted(case.annotations("o")))


def open_closed(case):
    kept = []
    for form in ("vqa-rad", "slake"):
        run = case.ucam("data", "import", form, "rad.json", "pics", "--out", form)
        kept += [a["answer_type"] for a in case.annotations(form).values()] if run.code == 0 else []
    return bool(kept) and set(kept) <= {"OPEN", "CLOSED"}


def subfolders(case):
    """One picture is found below the folder; two have the same number, and both are named."""
    run = case.ucam("data", "check", "vqa", "q.json", "a.json", "two")
    return run.code == 1 and "(1 usable)" in run.out and "train2014" in run.out and "val2014" in run.out


def onnx_softmax(case):
    numbers = {}
    for name in ("softmax", "logits"):
        run = case.ucam("explain", "red.png", "--onnx", f"{name}.onnx", "--settings", "s.yaml", "--maps", "occlusion", "--metrics")
        numbers[name] = re.findall(r"\d\.\d+", run.out)
    return case.runs[0].code == 0 and "0.352" in numbers["softmax"] and "0.624" in numbers["softmax"] and "softmax" in case.runs[0].text.replace("softmax.onnx", "").lower()


def onnx_single(case):
    run = case.ucam("explain", "red.png", "--onnx", "one.onnx", "--maps", "occlusion", "--metrics")
    doubt = case.ucam("explain", "red.png", "--onnx", "one.onnx", "--maps", "occlusion", "--target", "predictive")
    return run.refused() or "sigmoid" in run.text.lower() and not re.search(r"-0(?![.\d])", doubt.out)


def onnx_runs(*names):
    def run(case):
        picture = next(f for f in sorted(os.listdir(case.folder)) if f.endswith(".jpg"))
        good = True
        for name, settings in names:
            args = ("explain", picture, "--onnx", name, "--maps", "occlusion", *(("--settings", settings) if settings else ()))
            good &= case.ucam(*args).code == 0
        return good
    return run


def safetensors_foreign(case):
    good = True
    write_png(case.path("p.png"))
    for name in ("d_F8E4.safetensors", "d_U16.safetensors", "meta_null.safetensors", "extra.safetensors"):
        run = case.ucam("features", "export", "--features", name, "--hdf5", name + ".h5")
        good &= "not a valid safetensors" not in run.text
    return good and case.ucam("features", "export", "--features", "lfs.safetensors", "--hdf5", "l.h5").refused("Git LFS")


def torchvision_parity(case):
    run = case.ucam("features", "extract", "--onnx", "ident.onnx", "--settings", "ident.yaml", "--pictures", "pics", "--decoding", "torchvision", "--out", "f.safetensors")
    check = subprocess.run([sys.executable, case.path("compare.py"), case.path("f.safetensors"), case.path("pics")], capture_output=True, text=True)
    if check.returncode:
        return None if "No module" in check.stderr else False
    return run.code == 0 and all(float(d) <= 0.1 for d in re.findall(r"difference ([\d.]+)", check.stdout))


def covered(case):
    """Inputs in C#: the library's tests hold them."""
    return None


CASES = {
    "import-alias": import_alias, "filerecipe-resume": filerecipe_resume, "checkpoint-bomb": checkpoint_bomb, "yaml-stack": yaml_stack,
    "compare-yaml": compare_yaml, "hdf5-hang": hdf5, "hdf5-alloc": hdf5, "optimizer": optimizer, "cifar-tar": cifar_tar, "evaluator": evaluator,
    "blank-answer": blank_answer, "clevr-generator-booleans": clevr_booleans, "hat-dropped-maps": hat_dropped, "open-closed-lost": open_closed,
    "pictures-in-subfolders": subfolders, "onnx-softmax-output": onnx_softmax, "onnx-single-score": onnx_single,
    "onnx-nhwc": onnx_runs(("nhwc.onnx", None), ("nhwc.onnx", "layout.yaml")), "onnx-one-channel": onnx_runs(("gray.onnx", "gray.yaml")),
    "onnx-fp16-uint8-input": onnx_runs(("f16.onnx", None), ("u8in.onnx", None)), "torchvision-parity-icc-exif": torchvision_parity,
    "safetensors-foreign-types": safetensors_foreign, "vit-class-token": covered, "library-small": covered,
}


def write_png(path):
    """A grey picture of 8 by 8."""
    import struct, zlib
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\x00" + bytes([90] * 8) for _ in range(8))
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def main():
    if len(sys.argv) < 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__)
    here = os.path.dirname(os.path.abspath(__file__))
    tool = sys.argv[2:] or ["dotnet", os.path.join(here, "..", "..", "src", "Ucam.Cli", "bin", "Release", "net10.0", "Ucam.Cli.dll")]
    only = os.environ.get("CASE")
    passed = failed = 0
    for name in sorted(os.listdir(sys.argv[1])):
        source = os.path.join(sys.argv[1], name)
        if not os.path.isdir(source) or only and name != only:
            continue
        case = Case(tool, source)
        try:
            good = CASES[name](case) if name in CASES else False
        except Exception as problem:
            good, case.problem = False, problem
            print(f"  {type(problem).__name__}: {problem}")
        worst = max((r.seconds for r in case.runs), default=0), max((r.megabytes for r in case.runs), default=0)
        foreign = [r for r in case.runs if FOREIGN.search(r.text) or r.code < 0]
        heavy = any(r.code == 0 and r.args[0] in ("explain", "train", "features") for r in case.runs)
        light = worst[0] <= SECONDS and worst[1] <= (MAPS if heavy else MEGABYTES)
        fine = good is not False and not foreign and light
        passed, failed = passed + fine, failed + (not fine)
        state = "in the tests" if good is None and not case.runs else "ok" if fine else "FAILED"
        print(f"{name:28} {state:12} {worst[0]:5.1f} s {worst[1]:5.0f} MB  exits {' '.join(str(r.code) for r in case.runs)}")
        if not fine or os.environ.get("VERBOSE"):
            for run in case.runs:
                print("    $ ucam " + " ".join(map(str, run.args)) + "\n      " + "\n      ".join(run.text.strip().splitlines()[:12]))
        shutil.rmtree(os.path.dirname(case.folder))
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
