"""PyTorch's rate for the training step that src/bench/training-step.ts measures: one optimiser step of PPO.

The fastest of PyTorch's three forms of Adam counts, as found in the first moments of each setting. Prints one JSON line
per figure; with --requests, answers JSON requests {batch, threads, seconds} from standard input, one line each.
"""

import json
import sys
import time

import torch
from torch import nn

FEATURES, HIDDEN, ACTIONS = 363, 128, 4
CLIP, ENTROPY, VALUE, MAX_NORM = 0.2, 0.01, 0.5, 0.5


class ActorCritic(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Linear(FEATURES, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU()]
        self.trunk = nn.Sequential(*layers)
        self.actor = nn.Linear(HIDDEN, ACTIONS)
        self.critic = nn.Linear(HIDDEN, 1)

    def forward(self, observations):
        top = self.trunk(observations)
        return self.actor(top), self.critic(top)[:, 0]


def make_step(batch, adam):
    torch.manual_seed(0)
    network = ActorCritic()
    optimiser = torch.optim.Adam(network.parameters(), lr=2.5e-4, eps=1e-5, **adam)
    observations = (torch.rand(batch, FEATURES) < 0.1).to(torch.uint8)
    actions = torch.randint(0, ACTIONS, (batch, 1))
    old = torch.full((batch,), -1.386)
    raw_advantage, target = torch.randn(batch), torch.randn(batch)

    def step():
        advantage = (raw_advantage - raw_advantage.mean()) / (raw_advantage.std() + 1e-8)
        logits, values = network(observations.float())
        logs = torch.log_softmax(logits, dim=-1)
        change = logs.gather(1, actions)[:, 0] - old
        ratio = change.exp()
        with torch.no_grad():
            old_kl = (-change).mean()
            kl = (ratio - 1 - change).mean()
            clipped = ((ratio - 1).abs() > CLIP).float().mean()
        gain = torch.min(ratio * advantage, ratio.clamp(1 - CLIP, 1 + CLIP) * advantage)
        value_loss = 0.5 * ((values - target) ** 2).mean()
        entropy = -(logs.exp() * logs).sum(-1).mean()
        loss = -gain.mean() + VALUE * value_loss - ENTROPY * entropy
        optimiser.zero_grad()
        loss.backward()
        norm = nn.utils.clip_grad_norm_(network.parameters(), MAX_NORM)
        optimiser.step()
        return loss, old_kl, kl, clipped, norm

    return step


def rate(step, batch, seconds):
    for _ in range(3):
        step()
    started = time.perf_counter()
    calls = 0
    while time.perf_counter() - started < seconds:
        step()
        calls += 1
    return batch * calls / (time.perf_counter() - started)


ADAMS = ({}, {"foreach": True}, {"fused": True})
fastest = {}


def measure(batch, threads, seconds):
    torch.set_num_threads(threads)
    if (batch, threads) not in fastest:
        steps = [make_step(batch, adam) for adam in ADAMS]
        fastest[batch, threads] = max(steps, key=lambda step: rate(step, batch, seconds))
    value = rate(fastest[batch, threads], batch, seconds)
    name = f"training-step/batch-{batch}-threads-{threads}/pytorch"
    return {"name": name, "value": value, "unit": "samples/s"}


def main():
    if "--requests" in sys.argv[1:]:
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps(measure(request["batch"], request["threads"], request["seconds"])), flush=True)
        return
    for threads in (1, 2):
        for batch in (2048, 256):
            print(json.dumps(measure(batch, threads, 2)), flush=True)


if __name__ == "__main__":
    main()
