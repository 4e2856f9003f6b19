"""ResNet-18 at 224x224 in PyTorch: a forward pass, Grad-CAM and Score-CAM as pytorch-grad-cam computes them, features of picture files."""
from harness import THREADS, Work, fastest, main

import os

import torch
import torchvision
from torch import nn
from torch.fx.experimental.optimization import fuse
from torch.nn import functional as F

from files import folder, picture_paths, resnet_weights

SIDE, CLASS = 224, 281


class Network(nn.Module):
    """torchvision's ResNet-18 in two parts, so that the last feature map (B,512,7,7) is at hand without a hook."""

    def __init__(self, weights=None):
        super().__init__()
        torch.manual_seed(1)
        net = torchvision.models.resnet18(weights=None).eval()
        if weights is not None:
            net.load_state_dict(weights)
        self.body = nn.Sequential(*list(net.children())[:-2])
        self.fc = net.fc
        for parameter in self.parameters():
            parameter.requires_grad_(False)
        self.eval()

    def head(self, activations):
        return self.fc(activations.mean((2, 3)))

    def forward(self, x):
        return self.head(self.body(x))

    def folded(self):
        """Batch normalisation folded into the convolutions before it."""
        self.body = fuse(self.body)
        return self


def quickest(batch, weights=None):
    """The network as a careful engineer would run it: with batch normalisation folded or not, in the quicker memory layout."""
    ways = {}
    for layout, order in (("as PyTorch has it", torch.contiguous_format), ("channels last", torch.channels_last)):
        ways[layout] = (Network(weights).to(memory_format=order), order)
        ways[layout + ", folded"] = (Network(weights).folded().to(memory_format=order), order)
    given = torch.rand(batch, 3, SIDE, SIDE)

    def call(net, order):
        with torch.inference_mode():
            net(given.contiguous(memory_format=order))

    best, times = fastest({name: lambda way=way: call(*way) for name, way in ways.items()}, runs=5)
    return *ways[best], best, times


def forward():
    net, order, best, times = quickest(1)
    picture = torch.rand(1, 3, SIDE, SIDE).contiguous(memory_format=order)

    @torch.inference_mode()
    def run():
        return net(picture)

    return Work(run, network=best, tried=times, shape=[1, 3, SIDE, SIDE])


def scaled(maps):
    """To [0,1] each, as pytorch-grad-cam does."""
    flat = maps.flatten(1)
    low, high = flat.amin(1), flat.amax(1)
    return (maps - low[:, None, None]) / (1e-7 + high - low)[:, None, None]


def enlarged(maps):
    return F.interpolate(maps[:, None], (SIDE, SIDE), mode="bilinear", align_corners=False)[:, 0]


def grad_cam():
    """pytorch-grad-cam's: weights are the mean gradients of the class, the map is ReLU of the weighted sum; here only the layers above are
    gone back through, where that library goes through all of them."""
    net, order, best, _ = quickest(1)
    picture = torch.rand(1, 3, SIDE, SIDE).contiguous(memory_format=order)

    def run():
        with torch.no_grad():
            activations = net.body(picture)
        activations.requires_grad_()
        (gradient,) = torch.autograd.grad(net.head(activations)[0, CLASS], activations)
        weights = gradient.mean((2, 3), keepdim=True)
        return enlarged(scaled(F.relu((weights * activations.detach()).sum(1))))

    return Work(run, network=best)


def score_cam():
    """pytorch-grad-cam's: every channel of the activation, enlarged and scaled to [0,1], is laid over the picture; the class's output is its weight."""
    net, order, best, _ = quickest(16)
    picture = torch.rand(1, 3, SIDE, SIDE).contiguous(memory_format=order)

    @torch.inference_mode()
    def run(batch):
        activations = net.body(picture)[0]
        large = scaled(enlarged(activations))
        scores = torch.cat([net((picture * part[:, None]).contiguous(memory_format=order))[:, CLASS] for part in large.split(batch)])
        weights = F.softmax(scores, 0)
        return enlarged(scaled(F.relu((weights[:, None, None] * activations).sum(0))[None]))

    return Work(lambda: run(16), network=best, forwards=512, batch=16)


class Pictures(torch.utils.data.Dataset):
    """Picture files decoded, the short side to 256, the middle 224x224, less ImageNet's mean."""

    def __init__(self, paths):
        self.paths = paths
        self.transform = torchvision.transforms.Compose([
            torchvision.transforms.Resize(round(SIDE / 0.875)), torchvision.transforms.CenterCrop(SIDE), torchvision.transforms.ToTensor(),
            torchvision.transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        from PIL import Image
        with Image.open(self.paths[i]) as picture:
            return self.transform(picture.convert("RGB"))


def extract():
    """As pytorch-vqa's preprocess-images.py: a data loader decodes beside the network, features go to HDF5 as 16-bit floats."""
    import h5py

    net, order, best, _ = quickest(16, resnet_weights())
    paths = picture_paths()

    @torch.inference_mode()
    def run(workers, batch):
        loader = torch.utils.data.DataLoader(Pictures(paths), batch_size=batch, num_workers=workers)
        path = os.path.join(folder(), "reference-features.h5")
        with h5py.File(path, "w") as file:
            features = file.create_dataset("features", (len(paths), 512, 7, 7), "float16")
            at = 0
            for pictures in loader:
                out = net.body(pictures.contiguous(memory_format=order))
                features[at:at + len(out)] = out.half().contiguous().numpy()
                at += len(out)
        os.replace(path, path.replace(".h5", "-whole.h5"))

    ways = {f"{w} workers, batch {b}": (w, b) for w, b in ((0, 16), (1, 16), (THREADS, 16), (THREADS, 32))}
    chosen, times = fastest({name: lambda way=way: run(*way) for name, way in ways.items()}, runs=1)
    return Work(lambda: run(*ways[chosen]), network=best, loader=chosen, tried=times, pictures=len(paths))


WORKS = {"resnet forward": forward, "Grad-CAM": grad_cam, "Score-CAM": score_cam, "feature extraction": extract}

if __name__ == "__main__":
    main(WORKS)
