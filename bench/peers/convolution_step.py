"""PyTorch's rate for the training steps that src/bench/convolution-step.ts measures: PPO on convolutional networks.

The faster of PyTorch's two memory layouts counts, as found in the first moments of each setting. Prints one JSON line per
figure; with --requests, answers JSON requests {network, batch, threads, seconds} from standard input, one line each.
"""

import json
import sys
import time

import torch
from torch import nn

CHANNELS, SIDE, ACTIONS = 5, 13, 4
CLIP, ENTROPY, VALUE, MAX_NORM = 0.2, 0.01, 0.5, 0.5


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        parts = [nn.ReLU(), nn.Conv2d(channels, channels, 3, padding=1)]
        self.path = nn.Sequential(*parts, nn.ReLU(), nn.Conv2d(channels, channels, 3, padding=1))

    def forward(self, x):
        return x + self.path(x)


def small():
    convolutions = [nn.ZeroPad2d((3, 4, 3, 4)), nn.Conv2d(CHANNELS, 16, 8, 4), nn.ReLU()]
    convolutions += [nn.Conv2d(16, 32, 4, 2, 1), nn.ReLU(), nn.Flatten()]
    return nn.Sequential(*convolutions, nn.Linear(128, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU())


def three():
    sizes = [(CHANNELS, 16), (16, 32), (32, 32)]
    layers = [part for a, b in sizes for part in (nn.Conv2d(a, b, 3, padding=1), nn.ReLU())]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(32 * SIDE * SIDE, 256), nn.ReLU())


def impala():
    layers = []
    for inputs, outputs in ((CHANNELS, 16), (16, 32), (32, 32)):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.MaxPool2d(3, 2, 1)]
        layers += [Residual(outputs), Residual(outputs)]
    return nn.Sequential(*layers, nn.ReLU(), nn.Flatten(), nn.Linear(128, 256), nn.ReLU())


class Trunk(nn.Module):
    """A network without memory, called as the others are."""

    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    def forward(self, observations, memory, kept):
        return self.layers(observations)


class Drc(nn.Module):
    """DRC(3, 3) of Guez et al. 2019, unrolled through sequences that lie time first."""

    LAYERS, TICKS, WIDTH = 3, 3, 32

    def __init__(self):
        super().__init__()
        convolutions = [nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(CHANNELS, 32, 4), nn.ReLU()]
        convolutions += [nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(32, 32, 4), nn.ReLU()]
        self.encoder = nn.Sequential(*convolutions)
        gates = 4 * self.WIDTH
        self.inputs = nn.ModuleList(nn.Conv2d(33, gates, 3, padding=1) for _ in range(self.LAYERS))
        sizes = 3 * self.WIDTH, gates, 3
        self.states = nn.ModuleList(nn.Conv2d(*sizes, padding=1, bias=False) for _ in range(self.LAYERS))
        self.pools = nn.ParameterList(torch.randn(2, self.WIDTH) / 2**0.5 for _ in range(self.LAYERS))
        self.dense = nn.Linear(self.WIDTH * SIDE * SIDE, 256)
        border = torch.ones(1, 1, SIDE, SIDE)
        border[:, :, 1:-1, 1:-1] = 0
        self.register_buffer("border", border)

    def remember(self, layer, given, below, own, cell):
        largest, average = (row.view(1, -1, 1, 1) for row in self.pools[layer])
        pooled = largest * own.amax((2, 3), keepdim=True) + average * own.mean((2, 3), keepdim=True)
        seen = torch.cat((below, own, pooled.expand_as(own)), 1)
        write, keep, proposal, read = (given + self.states[layer](seen)).chunk(4, 1)
        cell = keep.sigmoid() * cell + write.sigmoid() * proposal.tanh()
        return read.sigmoid() * cell.tanh(), cell

    def forward(self, observations, memory, kept):
        maps = self.encoder(observations)
        maps = torch.cat((maps, self.border.expand(len(maps), -1, -1, -1)), 1)
        steps, lanes = kept.shape
        given = [layer(maps).view(steps, lanes, -1, SIDE, SIDE) for layer in self.inputs]
        hidden, cells = list(memory[0]), list(memory[1])
        tops = []
        for step in range(steps):
            held = kept[step].view(-1, 1, 1, 1)
            hidden, cells = [h * held for h in hidden], [c * held for c in cells]
            for _ in range(self.TICKS):
                for layer in range(self.LAYERS):
                    now = given[layer][step], hidden[layer - 1], hidden[layer], cells[layer]
                    hidden[layer], cells[layer] = self.remember(layer, *now)
            tops.append(hidden[-1])
        return self.dense(torch.cat(tops).flatten(1)).relu()


class Vin(nn.Module):
    """The value-iteration network of Tamar et al. 2016; the first channel shows where the agent is."""

    ROUNDS, FEATURES, PLANNED = 16, 150, 10

    def __init__(self):
        super().__init__()
        self.below = nn.Conv2d(CHANNELS, self.FEATURES, 3, padding=1)
        self.reward = nn.Conv2d(self.FEATURES, 1, 1)
        self.backup = nn.Conv2d(2, self.PLANNED, 3, padding=1)

    def forward(self, observations, memory, kept):
        rewards = self.reward(self.below(observations).relu())
        kernel, bias = self.backup.weight, self.backup.bias
        q = nn.functional.conv2d(rewards, kernel[:, :1], bias, padding=1)
        for _ in range(self.ROUNDS - 1):
            q = self.backup(torch.cat((rewards, q.amax(1, keepdim=True)), 1))
        return (q * observations[:, :1]).sum((2, 3))


NETWORKS = {
    "small": lambda: (Trunk(small()), 256),
    "three": lambda: (Trunk(three()), 256),
    "impala": lambda: (Trunk(impala()), 256),
    "drc": lambda: (Drc(), 256),
    "vin": lambda: (Vin(), Vin.PLANNED),
}
NAMES = tuple(NETWORKS)
STEPS = 16


class ActorCritic(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.trunk, width = NETWORKS[NAMES[network]]()
        self.actor = nn.Linear(width, ACTIONS)
        self.critic = nn.Linear(width, 1)

    def forward(self, observations, memory, kept):
        top = self.trunk(observations, memory, kept)
        return self.actor(top), self.critic(top)[:, 0]


def make_step(network, batch, layout):
    torch.manual_seed(0)
    model = ActorCritic(network).to(memory_format=layout)
    optimiser = torch.optim.Adam(model.parameters(), lr=2.5e-4, eps=1e-5, fused=True)
    observations = (torch.rand(batch, CHANNELS, SIDE, SIDE) < 0.1).to(torch.uint8)
    actions = torch.randint(0, ACTIONS, (batch, 1))
    old = torch.full((batch,), -1.386)
    raw_advantage, target = torch.randn(batch), torch.randn(batch)
    lanes = max(1, batch // STEPS)
    kept = torch.ones(STEPS, lanes)
    memory = torch.randn(2, Drc.LAYERS, lanes, Drc.WIDTH, SIDE, SIDE)

    def step():
        advantage = (raw_advantage - raw_advantage.mean()) / (raw_advantage.std() + 1e-8)
        logits, values = model(observations.float().to(memory_format=layout), memory, kept)
        logs = torch.log_softmax(logits, dim=-1)
        change = logs.gather(1, actions)[:, 0] - old
        ratio = change.exp()
        gain = torch.min(ratio * advantage, ratio.clamp(1 - CLIP, 1 + CLIP) * advantage)
        value_loss = 0.5 * ((values - target) ** 2).mean()
        entropy = -(logs.exp() * logs).sum(-1).mean()
        loss = -gain.mean() + VALUE * value_loss - ENTROPY * entropy
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), MAX_NORM)
        optimiser.step()

    return step


def rate(step, batch, seconds):
    step()
    started = time.perf_counter()
    calls = 0
    while time.perf_counter() - started < seconds:
        step()
        calls += 1
    return batch * calls / (time.perf_counter() - started)


LAYOUTS = (torch.contiguous_format, torch.channels_last)
fastest = {}


def measure(network, batch, threads, seconds):
    torch.set_num_threads(threads)
    key = network, batch, threads
    if key not in fastest:
        steps = [make_step(network, batch, layout) for layout in LAYOUTS]
        fastest[key] = max(steps, key=lambda step: rate(step, batch, seconds))
    value = rate(fastest[key], batch, seconds)
    name = f"convolution-step/{NAMES[network]}-threads-{threads}/pytorch"
    return {"name": name, "value": value, "unit": "samples/s"}


def main():
    if "--requests" in sys.argv[1:]:
        for line in sys.stdin:
            request = json.loads(line)
            sizes = [int(request[name]) for name in ("network", "batch", "threads")]
            print(json.dumps(measure(*sizes, request["seconds"])), flush=True)
        return
    for threads in (1, 2):
        for network, batch in enumerate((4096, 512, 512, 64, 256)):
            print(json.dumps(measure(network, batch, threads, 2)), flush=True)


if __name__ == "__main__":
    main()
