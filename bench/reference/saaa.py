"""Show, Ask, Attend and Answer (Kazemi and Elqursh 2017) at its published size in PyTorch: forward, training step, fifty dropout passes.

The same work as bench/Ucam.Bench: features 14x14x2048 of 64 pictures in memory, questions of eight words, 3,000 answers, float32.
"""
from harness import Work, fastest, main

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

BATCH, GRID, CHANNELS, ANSWERS, WORDS, LENGTH, PEOPLE = 64, 14, 2048, 3000, 15_000, 8, 10
PASSES, SAMPLES = 50, 100
POSITIONS = GRID * GRID


def library_dropout(values, rate):
    return F.dropout(values, rate, training=True)


_BITS = np.random.Generator(np.random.SFC64(1))


def bit_dropout(values, rate):
    """Dropout of one half from random bits, many to a draw: PyTorch's own draws a number for each value, on one thread."""
    assert rate == 0.5
    words = torch.from_numpy(np.frombuffer(_BITS.bytes((values.numel() + 7) // 8), dtype=np.uint8).copy())
    bits = torch.from_numpy(np.unpackbits(words.numpy(), count=values.numel())).view(values.shape)
    return values * bits.to(values.dtype).mul_(2)


class Saaa(nn.Module):
    def __init__(self, dropout=library_dropout):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, 300)
        self.lstm = nn.LSTM(300, 1024, batch_first=True)
        self.image = nn.Linear(CHANNELS, 512, bias=False)
        self.question = nn.Linear(1024, 512)
        self.scores = nn.Linear(512, 2)
        self.hidden = nn.Linear(2 * CHANNELS + 1024, 1024)
        self.answers = nn.Linear(1024, ANSWERS)
        self._dropout = dropout

    def drop(self, values):
        return self._dropout(values, 0.5) if self.training else values

    def look(self, features, ids):
        """Attention (B,P,2), features of length one (B,P,C) and the question (B,1024)."""
        # All questions are equally long here, so that nothing has to be packed: the quicker way.
        _, (_, cell) = self.lstm(torch.tanh(self.drop(self.embedding(ids))))
        q = cell[0]
        v = F.normalize(features, dim=2)
        image = self.image(self.drop(v))
        asked = self.question(self.drop(q))
        scores = self.scores(self.drop(F.relu(image + asked[:, None])))
        return F.softmax(scores, 1), v, q

    @staticmethod
    def gather(attention, v, q):
        return torch.cat([torch.bmm(attention.transpose(1, 2), v).flatten(1), q], 1)

    def classify(self, gathered):
        return self.answers(self.drop(F.relu(self.hidden(self.drop(gathered)))))

    def forward(self, features, ids):
        return self.classify(self.gather(*self.look(features, ids)))


def multiply_adds(model, features, ids):
    """Counted as the layers are called: by layer, for one forward pass."""
    counted = {}
    hooks = []
    for name, layer in model.named_children():
        if isinstance(layer, nn.Linear):
            def count(layer, _, out, name=name):
                counted[name] = out.numel() * layer.in_features
        elif isinstance(layer, nn.LSTM):
            def count(layer, given, _, name=name):
                counted[name] = given[0].shape[0] * given[0].shape[1] * 4 * layer.hidden_size * (layer.input_size + layer.hidden_size)
        else:
            continue
        hooks.append(layer.register_forward_hook(count))
    with torch.inference_mode():
        attention, v, q = model.look(features, ids)
        model.classify(model.gather(attention, v, q))
    counted["pooling"] = attention.numel() * v.shape[2]
    for hook in hooks:
        hook.remove()
    return counted


class Head:
    """A head with its questions, features and optimiser."""

    def __init__(self, dropout=library_dropout):
        torch.manual_seed(1)
        self.model = Saaa(dropout)
        self.variance = nn.Linear(ANSWERS, 1)
        self.features = torch.rand(BATCH, POSITIONS, CHANNELS)
        self.ids = torch.randint(2, WORDS, (BATCH, LENGTH))
        self.targets = torch.zeros(BATCH, ANSWERS).scatter_add_(1, torch.randint(0, ANSWERS, (BATCH, PEOPLE)), torch.full((BATCH, PEOPLE), 0.1))
        parameters = [*self.model.parameters(), *self.variance.parameters()]
        self.optimiser = torch.optim.Adam(parameters, 1e-5, foreach=True)
        self.macs = multiply_adds(self.model.eval(), self.features, self.ids)

    def about(self, multiply_adds, **more):
        return dict(parameters=sum(p.numel() for p in self.model.parameters()), multiply_adds=multiply_adds,
                    shape=list(self.features.shape), answers=ANSWERS, **more)

    @property
    def forward_macs(self):
        return sum(self.macs.values())

    @property
    def step_macs(self):
        # Two more products a layer on the way back; the features need no gradient.
        return 3 * self.forward_macs - self.macs["image"] - self.macs["pooling"]

    @property
    def passes_macs(self):
        return self.forward_macs + (PASSES - 1) * (self.macs["hidden"] + self.macs["answers"])

    @torch.inference_mode()
    def forward(self):
        self.model.eval()
        return self.model(self.features, self.ids)

    def answer_loss(self, logits):
        return -(self.targets * F.log_softmax(logits, 1)).sum(1)

    def step(self):
        self.model.train()
        self.optimiser.zero_grad(set_to_none=True)
        self.answer_loss(self.model(self.features, self.ids)).mean().backward()
        self.optimiser.step()

    def certain_step(self, at_once=10):
        """A-GCA: the gradients of the answer's and of the doubt's loss meet at the attention, and their mask scales what goes on below."""
        self.model.train()
        self.optimiser.zero_grad(set_to_none=True)
        attention, v, q = self.model.look(self.features, self.ids)
        a, asked = attention.detach().requires_grad_(), q.detach().requires_grad_()
        logits = self.model.classify(self.model.gather(a, v, asked))
        variance = F.softplus(self.variance(logits))
        loss, doubt = self.losses(logits, variance, at_once)
        above = [*self.model.hidden.parameters(), *self.model.answers.parameters()]
        of_answer = torch.autograd.grad(loss, [a, asked, *above], retain_graph=True)
        own = [*self.variance.parameters()]
        of_doubt = torch.autograd.grad(doubt, [a, asked, *above, *own])
        with torch.no_grad():
            for parameter, one, two in zip(above, of_answer[2:], of_doubt[2:]):
                parameter.grad = one + two
            for parameter, gradient in zip(own, of_doubt[2 + len(above):]):
                parameter.grad = gradient
            disagree = -(of_answer[0] * of_doubt[0]).sum(2)
            disagree = disagree / disagree.abs().amax(1, keepdim=True).clamp_min(1e-12)
            mask = torch.where(disagree > 0, disagree.masked_fill(disagree <= 0, -torch.inf).softmax(1), torch.zeros(()))
            mask = torch.nan_to_num(mask)
            below = (of_answer[0] + of_doubt[0]) * (1 + POSITIONS * mask)[:, :, None]
        torch.autograd.backward([attention, q], [below, of_answer[1] + of_doubt[1]])
        self.optimiser.step()

    def losses(self, logits, variance, at_once):
        clean = self.answer_loss(logits)
        doubt = (variance.expm1()).mean()
        deviation = (variance + 1e-6).sqrt()
        for _ in range(SAMPLES // at_once):
            noise = torch.randn(at_once, BATCH, ANSWERS)
            logs = F.log_softmax(logits + deviation * noise, 2)
            distorted = -(self.targets * logs).sum(2)
            undistorted = -F.elu(clean - distorted)
            doubt = doubt + (distorted + undistorted).mean() * at_once / SAMPLES
        return clean.mean(), doubt

    @torch.inference_mode()
    def passes(self, at_once):
        """Fifty passes from the pooled vector on, the trunk once, so many of them in one product."""
        self.model.eval()
        gathered = self.model.gather(*self.model.look(self.features, self.ids))
        self.model.train()
        mean, expected = torch.zeros(BATCH, ANSWERS), torch.zeros(BATCH)
        for start in range(0, PASSES, at_once):
            count = min(at_once, PASSES - start)
            logs = F.log_softmax(self.model.classify(gathered.expand(count, -1, -1)), 2)
            p = logs.exp()
            mean += p.sum(0)
            expected -= torch.einsum("tbk,tbk->b", p, logs)
        return summary(mean / PASSES, expected / PASSES)

    @torch.inference_mode()
    def published(self, passes):
        """The published evaluation: a whole forward pass with dropout on, again and again."""
        self.model.train()
        mean, expected = torch.zeros(BATCH, ANSWERS), torch.zeros(BATCH)
        for _ in range(passes):
            p = F.softmax(self.model(self.features, self.ids), 1)
            mean += p
            expected -= torch.xlogy(p, p).sum(1)
        return summary(mean / passes, expected / passes)


def summary(mean, expected):
    return mean, -torch.xlogy(mean, mean).sum(1), expected


_HEADS = {}


def head(dropout=library_dropout):
    if dropout not in _HEADS:
        _HEADS[dropout] = Head(dropout)
    return _HEADS[dropout]


def forward():
    of = head()
    return Work(of.forward, **of.about(of.forward_macs))


def step(dropout=library_dropout):
    of = head(dropout)
    return Work(of.step, **of.about(of.step_macs, dropout=dropout.__name__))


def certain_step():
    of = head()
    best, times = fastest({str(n): lambda n=n: of.certain_step(n) for n in (5, 20, 100)}, runs=1)
    return Work(lambda: of.certain_step(int(best)), **of.about(of.step_macs, at_once=int(best), tried=times))


def passes(dropout=library_dropout):
    of = head(dropout)
    best, times = fastest({str(n): lambda n=n: of.passes(n) for n in (1, 5, 10, 25, 50)}, runs=1)
    return Work(lambda: of.passes(int(best)), **of.about(of.passes_macs, at_once=int(best), tried=times, dropout=dropout.__name__))


def published(count):
    of = head()
    return Work(lambda: of.published(count), **of.about(of.forward_macs * PASSES, times=PASSES / count, forwards_run=count))


WORKS = {
    "head forward": forward,
    "head step": step,
    "head step, dropout from bits": lambda: step(bit_dropout),
    "head A-GCA step": certain_step,
    "head passes": passes,
    "head passes, dropout from bits": lambda: passes(bit_dropout),
    "head passes, published": lambda: published(PASSES),
    "head passes, published (5 of 50)": lambda: published(5),
}

if __name__ == "__main__":
    main(WORKS)
