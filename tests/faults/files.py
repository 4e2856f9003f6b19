"""What a folder holds: whether every file is whole, what differs from another folder, what is left over. For kills.py."""
import csv, hashlib, io, json, os, re, shutil, sqlite3, struct, tempfile

UNFINISHED = re.compile(r"\.ucam\.tmp$|\.partial$|(^|/)\.lock$|-wal$|-shm$|-journal$|(^|/)work-")
LITTER = re.compile(r"\.ucam\.tmp$|\.partial(\.json)?$|(^|/)\.lock$|(^|/)(start-trial|work-)")
TIMES = {"train_seconds", "questions_per_second", "seconds", "memory_mb"}


def tree(folder):
    """Files below a folder by their paths from there; links to folders are not followed."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            found[os.path.relpath(path, folder)] = path
    return found


def header(data):
    """A safetensors file's header and what follows it."""
    (length,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8:8 + length]), data[8 + length:]


def check(path, data):
    """Raises where a file of a known kind is not whole."""
    end = path.rsplit(".", 1)[-1]
    if end == "json" or end == "ucam":
        json.loads(data)
    elif end == "csv":
        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
        assert data.endswith(b"\n") and {len(r) for r in rows} == {len(rows[0])}, "rows of different lengths"
    elif end == "safetensors":
        entries, rest = header(data)
        assert max((e["data_offsets"][1] for n, e in entries.items() if n != "__metadata__"), default=0) == len(rest), "bytes missing"
    elif end == "optimizer":
        assert hashlib.sha256(data[:-32]).digest() == data[-32:], "hash"
    elif end == "png":
        assert data[:4] == b"\x89PNG" and data[-8:-4] == b"IEND", "no end"
    elif end == "html":
        assert data.rstrip().endswith(b"</html>"), "no end"
    elif end == "parquet":
        assert data[:4] == data[-4:] == b"PAR1", "no end"
    elif end == "md":
        assert data.endswith(b"\n"), "no end"
    elif end == "db":
        with tempfile.TemporaryDirectory() as folder:
            for suffix in ("", "-wal", "-journal"):
                if os.path.exists(path + suffix):
                    shutil.copy(path + suffix, os.path.join(folder, "d.db" + suffix))
            with sqlite3.connect(os.path.join(folder, "d.db")) as base:
                assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",), "integrity"
            base.close()
    else:
        assert data, "empty"


def partial(folder):
    """Files under a final name that are not whole, with what is wrong."""
    bad = []
    for name, path in tree(folder).items():
        if UNFINISHED.search(name):
            continue
        try:
            with open(path, "rb") as f:
                check(path, f.read())
        except Exception as problem:
            bad.append(f"{name}: {type(problem).__name__} {problem}")
    return bad


def without_times(name, data):
    """A file's bytes but for how long something took and in which folder; None for a page or table that is full of it."""
    end = name.rsplit(".", 1)[-1]
    if name.endswith("inputs.json") or end in ("parquet", "md", "html", "png") and ("report" in name or "plots" in name or end == "parquet"):
        return None
    if end == "csv":
        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
        kept = [i for i, column in enumerate(rows[0]) if column not in TIMES]
        return [[row[i] for i in kept] for row in rows]
    if end == "safetensors" and data[8:].startswith(b'{"__metadata__":{"training"'):
        entries, rest = header(data)
        story = re.sub(r'"(Seconds|Rate)":[^,}]*', "", entries["__metadata__"]["training"])
        return [{**entries, "__metadata__": story}, rest]
    # An import notes where it read from, with the whole path.
    return re.sub(rb'"/[^"]*/in/', b'"in/', data) if end == "ucam" else data


def differing(folder, reference):
    """Files that are not what the reference has of that name, but for times."""
    ours, theirs = tree(folder), tree(reference)
    different = [name for name in theirs if name not in ours]
    for name in ours.keys() & theirs.keys():
        with open(ours[name], "rb") as a, open(theirs[name], "rb") as b:
            if without_times(name, a.read()) != without_times(name, b.read()):
                different.append(name)
    return sorted(different)


def litter(folder, reference):
    """Files that a finished run has left and an undisturbed one has not."""
    return sorted(name for name in tree(folder) if LITTER.search(name) or name not in tree(reference))
