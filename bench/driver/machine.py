"""What the measurement needs to be there, and on what it runs."""
import os
import platform
import shutil
import subprocess

from .bench import PUBLISHED, ROOT, Problem

PACKAGES = ["python3-torch", "python3-torchvision", "python3-h5py", "libopenblas0-pthread"]


def need_packages():
    """Debian's PyTorch with its faster BLAS; installed where there is apt and the right to."""
    missing = [name for name in PACKAGES if not installed(name)]
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Problem(f"the reference needs {', '.join(missing)}; run: {line}")
    print(f"installing {', '.join(missing)}", flush=True)
    done = subprocess.run(line.split(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Problem(f"{', '.join(missing)} cannot be installed ({last_line(done.stderr)}); run: apt-get update, then {line}")


def installed(package):
    status = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True) if shutil.which("dpkg-query") else None
    return status is not None and "install ok installed" in status.stdout


def build():
    """The bench project, with the command line that it measures from within; and the command line as it is packed for this platform."""
    run("building bench/Ucam.Bench", "dotnet", "build", "bench/Ucam.Bench", "-c", "Release", "-v", "quiet", "--nologo")
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return
    # A platform's graph is not what is locked for everyone: its lock files stay out of the sources.
    run("publishing src/Ucam.Cli", "dotnet", "publish", "src/Ucam.Cli", "-c", "Release", "-r", "linux-x64", "--no-self-contained", "-v", "quiet",
        "--nologo", "-o", PUBLISHED, "-p:NuGetLockFilePath=obj/packages.bench.lock.json")


def run(what, *command):
    print(what, flush=True)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"{what} failed: {last_line(done.stdout)}")


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no message"


def describe(bench):
    """Machine, threads and versions, for the head of the table."""
    ours, theirs = bench.ucam.once("versions")["about"], bench.reference.once("versions")["about"]
    return {
        "machine": f"{processor()}, {os.cpu_count()} cores, {memory()} GB, {platform.system()} {platform.release()}",
        "load at the start": " ".join(f"{load:.2f}" for load in os.getloadavg()),
        "threads": f"OMP_NUM_THREADS={bench.threads} for both; the reference's threads wait {bench.waiting}",
        "Ucam": f".NET {ours['runtime']}, libtorch by TorchSharp {ours['torch']}, {ours['threads']} threads",
        "reference": f"PyTorch {theirs['torch']}, {theirs['threads']} threads; {', '.join(theirs['libraries'])}; "
                     f"oneDNN {'yes' if theirs['mkldnn'] else 'no'}, MKL {'yes' if theirs['mkl'] else 'no'}; fastest of its BLAS: {bench.blas}",
    }


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def memory():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)
