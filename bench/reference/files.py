"""The files that both sides work on, drawn from a seed: pictures, a ResNet-18's weights, questions with people's answers, a submission.

They lie in the folder that BENCH_FOLDER names; python3 files.py makes them.
"""
import json
import os
import random
import struct
import sys

PICTURES = int(os.environ.get("BENCH_PICTURES", "128"))
QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "40000"))
WORDS = ["yes", "no", "1", "two", "white", "a red one", "tennis racket", "left", "nothing", "on the table", "don't know", "dont", "grey,", "3.5 ft",
         "black & white", "none", "1,000", "t-shirt", "man's", "the end."]


def folder():
    path = os.environ.get("BENCH_FOLDER")
    if not path:
        sys.exit("BENCH_FOLDER names no folder for the files; bench/run sets it.")
    os.makedirs(path, exist_ok=True)
    return path


def picture_paths():
    """640x480 JPEGs with something to decode: soft shapes under fine noise, about as large as photographs are."""
    import numpy as np
    from PIL import Image
    at = os.path.join(folder(), "pictures")
    os.makedirs(at, exist_ok=True)
    paths = [os.path.join(at, f"{i:06d}.jpg") for i in range(PICTURES)]
    for i, path in enumerate(paths):
        if not os.path.exists(path):
            rng = np.random.default_rng(i)
            soft = Image.fromarray(rng.integers(0, 256, (12, 16, 3), dtype=np.uint8)).resize((640, 480), Image.BICUBIC)
            noisy = np.clip(np.asarray(soft, dtype=np.int16) + rng.normal(0, 8, (480, 640, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(noisy).save(path, quality=88)
    return paths


def resnet_weights():
    """Random weights with torchvision's names, the same for both sides, also as a safetensors file."""
    import torch
    import torchvision
    torch.manual_seed(1)
    weights = torchvision.models.resnet18(weights=None).state_dict()
    path = os.path.join(folder(), "resnet18.safetensors")
    if not os.path.exists(path):
        save(path, {name: value for name, value in weights.items() if value.dim() > 0})
        with open(os.path.join(folder(), "resnet18.yaml"), "w") as settings:
            settings.write("size: 224\n")
    return weights


def save(path, tensors):
    """Writes float32 tensors in the safetensors format: the header's length, the header, the numbers."""
    header, at = {}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + 4 * value.numel()]}
        at += 4 * value.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".partial", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for value in tensors.values():
            file.write(value.float().contiguous().numpy().tobytes())
    os.replace(path + ".partial", path)


def vqa_files():
    """A submission and annotations of the VQA layout, ten people a question."""
    results, annotations = os.path.join(folder(), "results.json"), os.path.join(folder(), "annotations.json")
    if not os.path.exists(results) or not os.path.exists(annotations):
        random.seed(1)
        given = [{"question_id": i, "answer": random.choice(WORDS)} for i in range(QUESTIONS)]
        said = []
        for i in range(QUESTIONS):
            first = random.choice(WORDS)
            answers = [{"answer": first if random.random() < 0.6 else random.choice(WORDS), "answer_confidence": "yes", "answer_id": a + 1}
                       for a in range(10)]
            said.append({"question_id": i, "image_id": i // 4, "question_type": f"what {i % 20}", "answer_type": ("yes/no", "number", "other")[i % 3],
                         "multiple_choice_answer": first, "answers": answers})
        for path, value in ((annotations, {"annotations": said}), (results, given)):
            with open(path + ".partial", "w") as file:
                json.dump(value, file)
            os.replace(path + ".partial", path)
    return results, annotations


if __name__ == "__main__":
    picture_paths()
    resnet_weights()
    vqa_files()
