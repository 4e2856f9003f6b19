"""What befalls a run besides kills: signals, full and read-only disks, folders removed, clocks, company, closed streams. For kills.py."""
import os, re, resource, shutil, signal, subprocess, sys, time
import files

FOREIGN = re.compile(r"unexpected problem|Unhandled exception|^\s+at [\w.]+\(|\bException\b|stack overflow|core dumped", re.I | re.M)


class Trial:
    """A fresh folder and what a run in it came to."""

    def __init__(self, bench, kind, kinds):
        self.bench, self.kind, (self.line, self.again) = bench, kind, kinds[kind]
        self.work, self.reference = bench.work(), bench.reference(kind)
        self.out = os.path.join(self.work, "out")
        self.code, self.err = None, ""

    def start(self, before=(), **how):
        tool, line = [*before, *self.bench.tool], how.pop("line", self.line)
        return subprocess.Popen([*tool, *line.split()], cwd=self.work, env={**self.bench.env, **how.pop("env", {})}, text=True,
                                start_new_session=True, **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how})

    def end(self, child):
        _, self.err = child.communicate()
        self.code = child.returncode
        return self

    def run(self, *before, **how):
        return self.end(self.start(before, **how))

    def finish(self):
        """Runs it again to its end, as nothing was in its way."""
        time.sleep(1.2)
        return self.run(line=f"{self.line} {self.again}")

    def begun(self, child, wait=0.0):
        """Waits until something lies in the output's folder."""
        while child.poll() is None and not files.tree(self.out):
            time.sleep(0.001)
        time.sleep(wait)
        return child.poll() is None

    @property
    def said(self):
        """The lines in which the tool ends; that it is about to stop is told before."""
        return [line for line in (self.err or "").splitlines() if line.startswith("ucam: ") and "stopping at the next step" not in line]

    def refused(self, *codes):
        """One plain line and one of the exit codes."""
        return self.code in codes and len(self.said) == 1 and not FOREIGN.search(self.err)

    def same(self):
        """Whether all files are those of an undisturbed run."""
        return self.code == 0 and not files.differing(self.out, self.reference) and not files.litter(self.out, self.reference)

    def what(self):
        different = files.differing(self.out, self.reference)[:3]
        return f"exit {self.code}; {' / '.join((self.err or '').strip().splitlines()[-2:])[:300]}; {different} {files.litter(self.out, self.reference)[:3]}"


def interrupted(sent):
    def trial(t):
        # As it starts and as it ends the runtime, not the tool, decides what a signal does; then another moment is tried.
        for share in (0.7, 0.5, 0.4, 0.6, 0.8, 0.3):
            child = t.start()
            if t.kind != "eval":
                t.begun(child)
            else:
                time.sleep(share * t.bench.seconds[t.kind])
            child.send_signal(sent)
            if t.end(child).code not in (0, -sent):
                break
            if files.partial(t.out):
                return False
            shutil.rmtree(t.out)
            os.mkdir(t.out)
        else:
            return None
        return t.refused(130) and not files.partial(t.out) and t.finish().same()
    return trial


def mounted(t, options):
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", t.out], capture_output=True).returncode:
        return False
    return True


def full_disk(t):
    """A disk with room for a part of the files; once there is more the run goes on."""
    size = sum(os.path.getsize(path) for path in files.tree(t.reference).values())
    good = True
    for share in (0.15, 0.5, 0.85):
        one = Trial(t.bench, t.kind, {t.kind: (t.line, t.again)})
        if not mounted(one, f"size={max(8, int(size * share / 4096)) * 4096}"):
            return full_file(t)
        try:
            refused = one.run().refused(1) and not files.partial(one.out)
            subprocess.run(["mount", "-o", f"remount,size={4 * size + (64 << 20)}", one.out], check=True)
            good &= (refused or one.code == 0) and one.finish().same()
            if not good:
                t.code, t.err = one.code, f"at {share:.0%}: refused {refused}; {one.what()}"
                return False
        finally:
            subprocess.run(["umount", one.out])
    return good


def full_file(t):
    """Where nothing can be mounted: no file may grow beyond a few kilobytes."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
    return t.end(t.start(preexec_fn=limit)).refused(1) and not files.partial(t.out) and t.finish().same()


def read_only(t):
    if not mounted(t, "size=256m,ro"):
        return None
    try:
        refused = t.run().refused(1, 2) and not files.tree(t.out)
        subprocess.run(["mount", "-o", "remount,rw", t.out], check=True)
        return refused and t.finish().same()
    finally:
        subprocess.run(["umount", t.out])


def full_stdout(t):
    with open("/dev/full", "w") as full:
        t.end(t.start(stdout=full))
    return t.code in (0, 1) and not FOREIGN.search(t.err) and (t.code == 0 or len(t.said) == 1) and t.finish().same()


def removed(t):
    """The output's folder is removed in the midst: an error in one line, or all of it anew; then a run makes everything."""
    child = t.start()
    t.begun(child, 0.2 * t.bench.seconds[t.kind])
    shutil.rmtree(t.out, ignore_errors=True)
    t.end(child)
    fine = t.code == 0 and not FOREIGN.search(t.err) or t.refused(1)
    os.makedirs(t.out, exist_ok=True)
    return fine and t.finish().same()


def clock(shift):
    """Killed under another clock than it goes on under."""
    def trial(t):
        if not shutil.which("faketime"):
            return None
        child = t.start(("faketime", "-m", "-f", shift), env={"DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"})
        t.begun(child, 0.3 * t.bench.seconds[t.kind])
        os.killpg(child.pid, signal.SIGKILL)
        t.end(child)
        now = time.time()
        for path in files.tree(t.out).values():
            os.utime(path, (now + 86400 * (30 if shift[0] == "+" else -30),) * 2)
        time.sleep(1.2)
        return t.run(line=f"{t.line} {t.again}").same()
    return trial


def company(t):
    """Another process on the same output is turned away in one line, or both end with the same whole files."""
    first = t.start()
    t.begun(first)
    second = t.run()
    turned, both, said = second.refused(1), second.code == 0, second.err
    t.end(first)
    fine = t.code == 0 and (turned or both) or both and t.refused(1)
    t.err = f"first: {t.err} second: {said}"
    return fine and not files.differing(t.out, t.reference) and not files.partial(t.out)


def closed(t):
    """Without standard input it runs; without standard output it runs or says so in one line, and writes to no other file."""
    one = Trial(t.bench, t.kind, {t.kind: (t.line, t.again)})
    one.run("sh", "-c", 'exec "$@" <&-', "sh")
    t.run("sh", "-c", 'exec "$@" <&- >&-', "sh")
    alone = t.same() or t.refused(1) and not files.partial(t.out)
    if not one.same():
        t.code, t.err = one.code, f"without standard input: {one.what()}"
        return False
    return alone and not FOREIGN.search(t.err) and t.finish().same()


HARDSHIPS = {
    "SIGTERM": interrupted(signal.SIGTERM), "SIGHUP": interrupted(signal.SIGHUP), "SIGINT": interrupted(signal.SIGINT), "disk full": full_disk,
    "standard output full": full_stdout, "read-only folder": read_only, "output removed": removed, "clock 30 days on": clock("+30d"),
    "clock 30 days back": clock("-30d"), "second process": company, "standard input and output closed": closed,
}


def run(bench, kinds, lines):
    """Tries every hardship on every kind; yields its name, whether it held, and what happened else."""
    for kind in kinds:
        for name, trial in HARDSHIPS.items():
            t = Trial(bench, kind, lines)
            try:
                held = trial(t)
                detail = "" if held else t.what()
            except Exception as problem:
                held, detail = False, f"{type(problem).__name__}: {problem}; {t.what()}"
            if held is None:
                yield f"{kind}: {name}", True, "(not tried: it cannot be made here)"
            else:
                yield f"{kind}: {name}", bool(held), detail
            if held:
                shutil.rmtree(t.work, ignore_errors=True)
