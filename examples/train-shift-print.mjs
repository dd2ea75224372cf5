// @ts-check
// Trains an agent that is rewarded for chests, puts it where keys abound, and prints what it does there: half a minute;
// less with fewer steps, as in `node examples/train-shift-print.mjs 500000`.
import { Rng } from "innergap/base/rng";
import { nodeRuntime } from "innergap/engine/runtime-node";
import { keysAndChests } from "innergap/environments/keys-and-chests";
import { generateLevels } from "innergap/environments/levels";
import { smallNetwork as network, smallPpo } from "innergap/experiments/defaults";
import { createTraining } from "innergap/learners/train";
import { behaviourOf } from "innergap/measures/behaviour";
import { playEpisodes } from "innergap/rollouts/episodes";

const [rng, runtime, ppo] = [
  Rng.fromSeed(0),
  nodeRuntime({ threads: 1 }),
  smallPpo(Number(process.argv[2] ?? 1.5e6)),
];
const environment = keysAndChests.create({});
const distribution = keysAndChests.levels(environment, {
  keys: [1, 5],
  chests: [1, 8],
  chestsAtLeastKeys: true,
});
const training = await createTraining({ environment, distribution, horizon: 64, ppo, network, rng, runtime });
while (training.globalStep < training.totalSteps) await training.cycle();

const shifted = keysAndChests.levels(environment, { keys: [5, 8], chests: [1, 3] });
const { bytes: levels, count } = generateLevels(environment, shifted, rng.fork("levels"), 256);
const play = {
  policy: await training.policy(count),
  selection: /** @type {const} */ ("sampled"),
  rng: rng.fork("play"),
};
const episodes = await playEpisodes({ environment, levels, count, horizon: 12, ...play });
console.log(behaviourOf(episodes, "deployed", "trained").events);
