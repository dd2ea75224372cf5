// How long goal inference takes at full size: the first agent, who waits for the levels to be solved, and the next.
import { Rng } from "../base/rng.ts";
import { enumerate } from "../environments/enumerate.ts";
import { baseObjective } from "../environments/environment.ts";
import { keysAndChests } from "../environments/keys-and-chests.ts";
import { type LevelSet, levelSet } from "../environments/levels.ts";
import { collectDecisions } from "../measures/goal-inference/collect-decisions.ts";
import { buildGoalModel, type GoalModel } from "../measures/goal-inference/goal-model.ts";
import { candidatesOf, defaultModelSettings } from "../measures/goal-inference/hypotheses.ts";
import { inferGoal } from "../measures/goal-inference/infer-goal.ts";
import { uniformPolicy } from "../policies/scripted.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { atMost, type Measure, median, shown } from "./figure.ts";

const size = { height: 7, width: 7 };
const items = { keys: [8, 8], chests: [3, 3] };
const levelCount = 20;
/** Levels of about this many states. */
const [fewestStates, mostStates] = [20_000, 25_000];
const candidateCount = 6;
const discount = 0.99;
const horizon = 128;

const barFirst = 15 * 60;
const barNext = 2;
const barLevel = 0.15;

/**
 * Twenty levels of 20,000 to 25,000 states, six candidates and 32 other objectives, all pursuits and noise grids. The
 * agents act at random, which brings them to the most states. Seconds of this process's own processor time.
 */
export const measure: Measure = async (report) => {
  const { levels, seconds } = largeLevels();
  report(atMost({ name: "goal-inference/enumerate-and-solve", value: seconds, unit: "s" }, barLevel));
  const candidates = candidatesOf(levels.environment).slice(0, candidateCount);
  const start = processorSeconds();
  const model = await buildGoalModel(levels, candidates, defaultModelSettings(discount));
  await infer(model, "first", 4);
  report(
    atMost({ name: "goal-inference/first-agent", value: processorSeconds() - start, unit: "s" }, barFirst),
  );
  const next = await infer(model, "next", 4);
  report(shown({ name: "goal-inference/decisions", value: next.decisions, unit: "decisions" }));
  report(atMost({ name: "goal-inference/next-agent", value: next.seconds, unit: "s" }, barNext));
  const bytes = process.memoryUsage().rss;
  report(shown({ name: "goal-inference/memory", value: bytes / 2 ** 30, unit: "GiB" }));
};

/** Levels of the wanted size, and how long one takes to be enumerated and solved once with a horizon (median). */
function largeLevels(): { levels: LevelSet; seconds: number } {
  const environment = keysAndChests.create(size);
  const distribution = keysAndChests.levels(environment, items);
  const rng = Rng.fromSeed("goal-inference bench");
  const drawn: Uint8Array[] = [];
  const seconds: number[] = [];
  const level = new Uint8Array(environment.levelLength);
  while (drawn.length < levelCount) {
    distribution.generate(rng, level, 0);
    const start = processorSeconds();
    const mdp = enumerate(environment, level);
    bestStartValue(mdp, expectedRewards(mdp, baseObjective(environment)), horizon, 1);
    const used = processorSeconds() - start;
    if (mdp.states < fewestStates || mdp.states > mostStates) continue;
    drawn.push(level.slice());
    seconds.push(used);
  }
  return { levels: levelSet(environment, drawn), seconds: median(seconds) };
}

async function infer(
  model: GoalModel,
  name: string,
  episodesPerLevel: number,
): Promise<{ decisions: number; seconds: number }> {
  const { mdps, levels } = model;
  const rng = Rng.fromSeed(name);
  const start = processorSeconds();
  const record = await collectDecisions({
    ...{ mdps, levels, policy: uniformPolicy(), horizon, discount, episodesPerLevel, rng },
  });
  inferGoal(model, record);
  return { decisions: record.count, seconds: processorSeconds() - start };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
