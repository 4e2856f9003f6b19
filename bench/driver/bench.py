"""The two programs that take turns, and what all rows share."""
import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# As it is packed for this platform, and as it is built elsewhere.
PUBLISHED = os.path.join(ROOT, "artifacts/bench-tool")
BUILT = os.path.join(ROOT, "src/Ucam.Cli/bin/Release/net10.0")
BENCH = os.path.join(ROOT, "bench/Ucam.Bench/bin/Release/net10.0/Ucam.Bench.dll")
PYTHON = "/usr/bin/python3"
# Debian's choices of a BLAS, fastest first as far as is known; all that are there are tried.
BLAS = {"OpenBLAS": "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3", "BLIS": "/usr/lib/x86_64-linux-gnu/blis-pthread/libblas.so.3",
        "as installed": None}


class Problem(Exception):
    """One line for the user."""


class Side:
    """A program that runs a work each time it is named."""

    def __init__(self, name, command, environment):
        # Every run with its seconds by the clock and of the processor, for the file beside the table.
        self.name, self.log = name, []
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                         env=environment, cwd=ROOT)
        self.about = {}

    def once(self, work):
        """Runs a work once and gives its line; the first run of a work is warmed up there."""
        self._process.stdin.write(work + "\n")
        self._process.stdin.flush()
        while True:
            line = self._process.stdout.readline()
            if not line:
                raise Problem(f"'{work}' ended its program; run it alone to see why: {' '.join(self._process.args)}")
            if line.startswith("{"):
                break
        reply = json.loads(line)
        if "error" in reply:
            raise Problem(f"'{work}': {reply['error']}")
        if "about" in reply:
            self.about[work] = reply["about"]
        self.log.append({"side": self.name} | {key: value for key, value in reply.items() if key != "about"})
        reply.setdefault("about", self.about.get(work, {}))
        return reply

    def close(self):
        self._process.stdin.close()
        self._process.wait()


class Bench:
    """Both sides with the same threads, on the same files."""

    def __init__(self, folder, quick):
        self.folder, self.quick = folder, quick
        self.threads = int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)
        self.environment = os.environ | {
            "OMP_NUM_THREADS": str(self.threads), "OPENBLAS_NUM_THREADS": str(self.threads), "BENCH_FOLDER": os.path.abspath(folder),
            "BENCH_PICTURES": "64" if quick else "128", "BENCH_QUESTIONS": "10000" if quick else "40000", "PYTHONDONTWRITEBYTECODE": "1"}
        self.ucam = self.reference = None
        # The best rate of a product, GFLOP/s, and the head's times of this run, once they are measured.
        self.limit, self.quiet = 0.0, {}
        self.waiting, self.blas = "as OpenMP has them", "as installed"

    def __enter__(self):
        self.files()
        self.reference = self.best_reference()
        self.ucam = Side("Ucam", ["dotnet", BENCH, "turns"], self.environment)
        return self

    def __exit__(self, *_):
        for side in (self.ucam, self.reference):
            if side is not None:
                side.close()

    @property
    def runs(self):
        return self.ucam.log + self.reference.log

    def files(self):
        done = subprocess.run([PYTHON, os.path.join(ROOT, "bench/reference/files.py")], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Problem(f"the files to work on cannot be made: {done.stderr.strip().splitlines()[-1]}")

    def best_reference(self):
        """The reference with the BLAS and the way of waiting by which the head's forward pass is fastest here."""
        times, best = {}, None
        for blas, path in BLAS.items():
            if path is not None and not os.path.exists(path):
                continue
            for waiting, policy in (("sleeping", {"OMP_WAIT_POLICY": "passive"}), ("as OpenMP has them", {})):
                if path is None and times:
                    continue
                preload = {"LD_PRELOAD": path} if path else {}
                side = Side("reference", [PYTHON, os.path.join(ROOT, "bench/reference/turns.py"), "--turns"], self.environment | policy | preload)
                times[blas, waiting] = min(side.once("head forward")["seconds"] for _ in range(3))
                if best is None or times[blas, waiting] < best[0]:
                    if best is not None:
                        best[1].close()
                    best = (times[blas, waiting], side)
                    self.blas, self.waiting = blas, waiting
                else:
                    side.close()
        return best[1]
