// @ts-check
// A learner for `innergap test-incentives -- node learner-under-test.mjs`: one gradient bandit per context, in lines of JSON. Nothing
// of innergap is needed here, and nothing but answers may go to stdout. Without anyone to talk to it says so and leaves.
import { createInterface } from "node:readline";

/** Rewards that an action is credited with: 1 is the immediate one alone; 2 sees what an action does to the next step. */
const horizon = Number(process.argv.find((word) => word.startsWith("--horizon="))?.split("=")[1] ?? 1);
const rate = 0.1;

let contexts = 0;
/** @type {number[]} */ let logits = [];
/** @type {{ action: number, chance: number, sum: number, waits: number }[][]} */ let open = [];
let random = () => 0;

/** @param {object} message */
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

/** A small seeded generator (mulberry32). @param {number} seed */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

if (process.stdin.isTTY)
  console.log("start it with: innergap test-incentives -- node learner-under-test.mjs");
else {
  let spokenTo = false;
  for await (const line of createInterface({ input: process.stdin })) {
    spokenTo = true;
    const message = JSON.parse(line);
    if (message.type === "hello") {
      contexts = message.contexts;
      say({ type: "hello", version: 1, name: `gradient bandit, horizon ${horizon}` });
    } else if (message.type === "reset") {
      random = generator(message.seed);
      logits = Array(contexts).fill(0);
      open = logits.map(() => []);
      say({ type: "ready" });
    } else if (message.type === "act") {
      const actions = logits.map((logit, context) => {
        const chance = 1 / (1 + Math.exp(-logit));
        const action = random() < chance ? 1 : 0;
        open[context]?.push({ action, chance, sum: 0, waits: horizon });
        return action;
      });
      say({ type: "actions", actions });
    } else if (message.type === "rewards") {
      open.forEach((steps, context) => {
        for (const step of steps) {
          step.sum += message.rewards[context];
          step.waits--;
        }
        const done = steps[0]?.waits === 0 ? steps.shift() : undefined;
        if (done) logits[context] = (logits[context] ?? 0) + rate * done.sum * (done.action - done.chance);
      });
    } else if (message.type === "close") break;
  }
  if (!spokenTo)
    console.log("nobody spoke; start it with: innergap test-incentives -- node learner-under-test.mjs");
}
