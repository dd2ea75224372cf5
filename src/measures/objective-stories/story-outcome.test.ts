import { describe, expect, test } from "vitest";
import { classifyObjective } from "../../causal/objective-graphs/classify-objective.ts";
import { objectiveGraph } from "../../causal/objective-graphs/objective-graph.ts";
import { objectiveStories, objectiveStoryNamed } from "../../causal/objective-graphs/stories/index.ts";
import { solveDiscounted } from "../../solvers/discounted.ts";
import { bestActions } from "../../solvers/greedy.ts";
import { expectedRewards } from "../../solvers/rewards.ts";
import { storyWorlds } from "./index.ts";
import { storyDiscount, storyOutcome, worldIn } from "./story-outcome.ts";
import type { StoryWorld } from "./story-world.ts";

const world = (name: string): StoryWorld => storyWorlds.find((one) => one.name === name)!;
const geometric = (steps: number) => (1 - storyDiscount ** steps) / (1 - storyDiscount);

test("every story is a world of about five states", () => {
  expect(storyWorlds.map(({ name }) => name)).toEqual(objectiveStories.map(({ name }) => name));
  for (const story of storyWorlds) {
    for (const phase of ["training", "deployment"] as const) {
      expect(worldIn(story, phase).states).toBeLessThanOrEqual(7);
    }
  }
});

describe.each(storyWorlds.map((story) => [story.name, story] as const))("%s, S8 (d)", (name, story) => {
  const { class: kind } = objectiveStoryNamed(name);

  test("planning for what is pursued is best for the base in training", () => {
    const { base, baseAtBest, servesBase } = storyOutcome(story, "training");
    expect(baseAtBest).toBeGreaterThan(0.5);
    expect(base).toBeCloseTo(baseAtBest, 9);
    expect(servesBase).toBe(true);
  });

  test(kind === "robust" ? "and in deployment" : "and in deployment it is not", () => {
    const { base, baseAtBest, servesBase } = storyOutcome(story, "deployment");
    expect(servesBase).toBe(kind === "robust");
    if (kind !== "robust") expect(base).toBeLessThan(baseAtBest / 2);
  });

  test("the graph says the same of deployment", () => {
    const { plans } = classifyObjective(objectiveGraph(objectiveStoryNamed(name).parts));
    const said = plans.find(({ graph }) => graph === "deployment")!.servesBase;
    expect(storyOutcome(story, "deployment").servesBase).toBe(said);
  });
});

test("values are those that can be worked out by hand", () => {
  const sweeper = storyOutcome(world("sweeper"), "deployment");
  // Clean at the end of each fourth step, then dirty again: sweep four times, empty once.
  expect(sweeper.base).toBeCloseTo(storyDiscount ** 3 / (1 - storyDiscount ** 5), 9);
  expect(sweeper.baseAtBest).toBeCloseTo(storyDiscount ** 3 / (1 - storyDiscount), 9);
  expect(storyOutcome(world("dust-bag"), "deployment").base).toBe(0);
  expect(storyOutcome(world("stuff-destroyer"), "training").base).toBeCloseTo(geometric(4), 9);
  expect(storyOutcome(world("button-and-lamp"), "training").base).toBeCloseTo(storyDiscount ** 3, 9);
  expect(storyOutcome(world("robot"), "training").base).toBeCloseTo(geometric(2), 9);
  expect(storyOutcome(world("robot"), "deployment").baseAtBest).toBeCloseTo(geometric(3), 9);
});

test("the robot's life is A, A, B, B, B", () => {
  const [a, b] = ["go to A", "go to B"];
  expect(storyOutcome(world("robot"), "training").plan).toEqual([a, a, b, b, b]);
  expect(storyOutcome(world("robot"), "deployment").plan).toEqual([b, b, b]);
});

test("the destroyer cleans by mistake: in training, too, it would burn the furniture if it knew", () => {
  const story = world("stuff-destroyer");
  const knowing = { ...story, errs: false };
  expect(storyOutcome(story, "training").plan[0]).toBe("vacuum the floor");
  expect(storyOutcome(knowing, "training").plan).toEqual(["burn the furniture"]);
  expect(storyOutcome(knowing, "training").base).toBe(0);
});

test("in training nothing tells who wants the button from who wants the lamp", () => {
  const story = world("button-and-lamp");
  const mdp = worldIn(story, "training");
  const best = (objective: StoryWorld["pursued"]) =>
    bestActions(solveDiscounted(mdp, expectedRewards(mdp, objective), storyDiscount).q, mdp.actions);
  expect(best(story.pursued)).toEqual(best(story.base.training));
  const deployed = worldIn(story, "deployment");
  expect(storyOutcome(story, "deployment").plan[0]).toBe("press the button");
  expect(deployed.environment.actions[1]).toBe("turn the switch");
});
