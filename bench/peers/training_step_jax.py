"""JAX's rate for the training step that src/bench/training-step.ts measures: one optimiser step of PPO, as one program.

Prints one JSON line per figure. XLA takes its number of threads from the processors that it may use, so every setting
runs in a process of its own, held to that many processors (Linux).
"""

import json
import os
import subprocess
import sys
import time

FEATURES, HIDDEN, ACTIONS = 363, 128, 4
CLIP, ENTROPY, VALUE, MAX_NORM = 0.2, 0.01, 0.5, 0.5
RATE, BETA1, BETA2, EPSILON = 2.5e-4, 0.9, 0.999, 1e-5
SECONDS = 2


def measure(batch):
    import jax
    import jax.numpy as jnp

    keys = iter(jax.random.split(jax.random.key(0), 8))

    def dense(inputs, outputs):
        return jax.random.normal(next(keys), (inputs, outputs)) / inputs**0.5, jnp.zeros(outputs)

    sizes = {"first": (FEATURES, HIDDEN), "second": (HIDDEN, HIDDEN), "actor": (HIDDEN, ACTIONS), "critic": (HIDDEN, 1)}
    parameters = {name: dense(*size) for name, size in sizes.items()}
    observations = jax.random.bernoulli(next(keys), 0.1, (batch, FEATURES)).astype(jnp.uint8)
    actions = jax.random.randint(next(keys), (batch, 1), 0, ACTIONS)
    raw_advantage, target = jax.random.normal(next(keys), (2, batch))
    old = jnp.full(batch, -1.386)

    def loss_of(parameters):
        advantage = (raw_advantage - raw_advantage.mean()) / (raw_advantage.std(ddof=1) + 1e-8)

        def layer(name, x):
            return x @ parameters[name][0] + parameters[name][1]

        top = jax.nn.relu(layer("second", jax.nn.relu(layer("first", observations.astype(jnp.float32)))))
        logs = jax.nn.log_softmax(layer("actor", top))
        change = jnp.take_along_axis(logs, actions, 1)[:, 0] - old
        ratio = jnp.exp(change)
        gain = jnp.minimum(ratio * advantage, jnp.clip(ratio, 1 - CLIP, 1 + CLIP) * advantage)
        value_loss = 0.5 * ((layer("critic", top)[:, 0] - target) ** 2).mean()
        entropy = -(jnp.exp(logs) * logs).sum(-1).mean()
        metrics = (-change).mean(), (ratio - 1 - change).mean(), (jnp.abs(ratio - 1) > CLIP).mean()
        return -gain.mean() + VALUE * value_loss - ENTROPY * entropy, metrics

    @jax.jit
    def step(parameters, first, second, count):
        (loss, metrics), gradients = jax.value_and_grad(loss_of, has_aux=True)(parameters)
        norm = sum((g**2).sum() for g in jax.tree.leaves(gradients)) ** 0.5
        scale = jnp.minimum(1, MAX_NORM / (norm + 1e-6))
        count = count + 1
        gradients = jax.tree.map(lambda g: g * scale, gradients)
        first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, first, gradients)
        second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, second, gradients)

        def moved(p, m, v):
            return p - RATE * (m / (1 - BETA1**count)) / (jnp.sqrt(v / (1 - BETA2**count)) + EPSILON)

        return jax.tree.map(moved, parameters, first, second), first, second, count, loss, metrics, norm

    zeros = jax.tree.map(jnp.zeros_like, parameters)
    state = parameters, zeros, zeros, 0.0
    for _ in range(5):
        state = jax.block_until_ready(step(*state))[:4]
    started, calls = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        state = jax.block_until_ready(step(*state))[:4]
        calls += 1
    return batch * calls / (time.perf_counter() - started)


def main():
    if len(sys.argv) > 1:
        batch, threads = map(int, sys.argv[1:])
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
        name = f"training-step/batch-{batch}-threads-{threads}/jax"
        print(json.dumps({"name": name, "value": measure(batch), "unit": "samples/s"}), flush=True)
        return
    for threads in (1, 2):
        for batch in (2048, 256):
            subprocess.run([sys.executable, __file__, str(batch), str(threads)], check=True)


if __name__ == "__main__":
    main()
