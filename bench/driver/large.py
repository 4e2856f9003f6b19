"""Memory of training on a feature file of 20 GB, and how the cost of a comparison grows."""
import json
import math
import os
import shutil
import signal
import struct
import subprocess
import time

from .bench import Problem
from .commands import timed, tool
from .table import Row, seconds

PICTURES, TESTED, POSITIONS, CHANNELS = 25_000, 64, 196, 2048

RECIPE = """\
name: large
seed: 1
data:
  set: files
  files:
    format: vqa
    training:
      paths: [train-questions.json, train-annotations.json]
      features: [train.safetensors]
    held_out: 0.01
    test:
      paths: [test-questions.json, test-annotations.json]
      features: [test.safetensors]
    grid: 14
    channels: 2048
model: {method: saaa, embedding: 300, lstm: 1024, attention: 512, glimpses: 2, classifier: 1024, positions: false,
  image_dropout: 0.5, question_dropout: 0.5, attention_dropout: 0.5, classifier_dropout: 0.5}
training:
  loss: cross_entropy
  order: shuffled
  answers: 1000
  blind_epochs: 0
  fit: {epochs: 1, batch: 64, learning_rate: 0.001}
evaluation: {passes: 5}
"""

COMPARISON = """\
name: cost
backbone: scenes
data: {{set: scenes, train: {pictures}, validation: 50, test: 50, questions_per_picture: 8}}
methods: [saaa]
variants: [baseline]
seeds: [{seeds}]
training:
  answers: 100
  blind_epochs: 0
  fit: {{epochs: 1, batch: 64, learning_rate: 0.003}}
evaluation: {{passes: 5}}
distanced_maps: 5
"""


def feature_file(path, pictures):
    """A feature file full of zeros, which takes no space: the system makes up what was never written."""
    numbers = 2 * pictures * POSITIONS * CHANNELS
    header = {"__metadata__": {"format": "ucam-features-1", "rows": "14", "columns": "14"},
              "features": {"dtype": "F16", "shape": [pictures, POSITIONS, CHANNELS], "data_offsets": [0, numbers]},
              "ids": {"dtype": "I64", "shape": [pictures], "data_offsets": [numbers, numbers + 8 * pictures]}}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.seek(numbers, os.SEEK_CUR)
        file.write(struct.pack(f"<{pictures}q", *range(pictures)))


def questions(folder, part, pictures):
    asked = [{"question_id": i, "image_id": i, "question": f"what is thing {i % 1000} like ?"} for i in range(pictures)]
    said = [{"question_id": i, "image_id": i, "question_type": "what is", "answer_type": "other", "multiple_choice_answer": f"kind {i % 1000}",
             "answers": [{"answer": f"kind {i % 1000}", "answer_confidence": "yes", "answer_id": a + 1} for a in range(10)]} for i in range(pictures)]
    for name, value in (("questions", asked), ("annotations", said)):
        with open(os.path.join(folder, f"{part}-{name}.json"), "w") as file:
            json.dump({name: value}, file)


def resident(bench):
    """The most that training holds beside pages of its files, which the system takes back when it needs them."""
    folder = os.path.join(bench.folder, "large")
    os.makedirs(folder, exist_ok=True)
    for part, pictures in (("train", PICTURES), ("test", TESTED)):
        feature_file(os.path.join(folder, f"{part}.safetensors"), pictures)
        questions(folder, part, pictures)
    with open(os.path.join(folder, "large.yaml"), "w") as file:
        file.write(RECIPE)
    limit = 60 if bench.quick else 180
    command = [*tool(), "train", "--recipe", "large.yaml", "--data", ".", "--run", "run"]
    with open(os.path.join(folder, "errors.txt"), "w") as errors:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors)
    most, files, start = 0, 0, time.monotonic()
    while process.poll() is None:
        own, mapped = memory(process.pid)
        most, files = max(most, own), max(files, mapped)
        if time.monotonic() - start > limit:
            stop(process)
            break
        time.sleep(0.2)
    taken, code = time.monotonic() - start, process.returncode
    with open(os.path.join(folder, "errors.txt")) as errors:
        said = errors.read().strip().splitlines()
    shutil.rmtree(folder)
    if code != 0 and taken < limit:
        raise Problem(f"training on a large file ended with {code}: {(said or ['no message'])[-1]}")
    return [Row("training on a 20 GB feature file, resident beyond page cache", f"{most / 1e9:.2f} GB", f"file {size():.1f} GB, "
                f"mapped {files / 1e9:.1f} GB", most / 1e9, 2, 1, False, unit=" GB", note=f"the first {taken:.0f} s" if taken >= limit
                else f"a whole epoch, {taken:.0f} s")]


def stop(process):
    """Asks it to stop, and ends it where that takes longer than a step should."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def size():
    return 2 * PICTURES * POSITIONS * CHANNELS / 1e9


def memory(process):
    """Bytes of its own, and of pages of files."""
    own = mapped = 0
    try:
        with open(f"/proc/{process}/status") as status:
            for line in status:
                if line.startswith(("RssAnon", "RssShmem")):
                    own += 1024 * int(line.split()[1])
                elif line.startswith("RssFile"):
                    mapped = 1024 * int(line.split()[1])
    except OSError:
        pass
    return own, mapped


def comparison(bench):
    """By what power of seeds and of data the time of `ucam compare` grows."""
    one, seeds, data = (compared(bench, pictures, count) for pictures, count in ((1250, 1), (1250, 10), (12_500, 1)))
    return [Row(f"cost of compare, {name}", seconds_of(larger), f"{seconds_of(one)}", math.log(larger[0] / one[0]) / math.log(10), 1.05, 1.0, False,
                unit="", note=f"exponent of the processor's time {math.log(larger[1] / one[1]) / math.log(10):.2f}")
            for name, larger in (("seeds 1 to 10", seeds), ("questions 10,000 to 100,000", data))]


def seconds_of(times):
    return f"{seconds(times[0])}, {seconds(times[1])} of processor"


def compared(bench, pictures, seeds):
    folder = os.path.join(bench.folder, "compare")
    os.makedirs(folder)
    try:
        with open(os.path.join(folder, "cost.yaml"), "w") as file:
            file.write(COMPARISON.format(pictures=pictures, seeds=", ".join(str(i + 1) for i in range(seeds))))
        return timed([*tool(), "compare", "--recipe", "cost.yaml", "--run", "run", "--no-plots"], bench, folder)
    finally:
        shutil.rmtree(folder)
