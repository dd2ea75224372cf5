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


NETWORKS = (small, three, impala)


class ActorCritic(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.trunk = NETWORKS[network]()
        self.actor = nn.Linear(256, ACTIONS)
        self.critic = nn.Linear(256, 1)

    def forward(self, observations):
        top = self.trunk(observations)
        return self.actor(top), self.critic(top)[:, 0]


def make_step(network, batch, layout):
    torch.manual_seed(0)
    model = ActorCritic(network).to(memory_format=layout)
    optimiser = torch.optim.Adam(model.parameters(), lr=2.5e-4, eps=1e-5, fused=True)
    observations = (torch.rand(batch, CHANNELS, SIDE, SIDE) < 0.1).to(torch.uint8)
    actions = torch.randint(0, ACTIONS, (batch, 1))
    old = torch.full((batch,), -1.386)
    raw_advantage, target = torch.randn(batch), torch.randn(batch)

    def step():
        advantage = (raw_advantage - raw_advantage.mean()) / (raw_advantage.std() + 1e-8)
        logits, values = model(observations.float().to(memory_format=layout))
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
    name = f"convolution-step/{NETWORKS[network].__name__}-threads-{threads}/pytorch"
    return {"name": name, "value": value, "unit": "samples/s"}


def main():
    if "--requests" in sys.argv[1:]:
        for line in sys.stdin:
            request = json.loads(line)
            sizes = [int(request[name]) for name in ("network", "batch", "threads")]
            print(json.dumps(measure(*sizes, request["seconds"])), flush=True)
        return
    for threads in (1, 2):
        for network, batch in ((0, 4096), (1, 512), (2, 512)):
            print(json.dumps(measure(network, batch, threads, 2)), flush=True)


if __name__ == "__main__":
    main()
