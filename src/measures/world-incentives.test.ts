// Diagrams of our own worlds: derived ones are those drawn by hand, and their incentives those that the rules give.
import { describe, expect, test } from "vitest";
import { episodeOver } from "../environments/causes.ts";
import { objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { withoutInfluence } from "../environments/without-influence.ts";
import { worldDiagram } from "./world-diagram.ts";
import { worldIncentives } from "./world-incentives.ts";

function world(name: string, parameters = {}) {
  return environmentNamed(name).create(parameters);
}

/** Variables with an instrumental control incentive, and those that are changed by the way. */
function incentivesIn(name: string, objective: string, parameters = {}) {
  const environment = world(name, parameters);
  const { variables } = worldIncentives(environment, objectiveNamed(environment, objective));
  return {
    control: variables.filter(({ control }) => control).map(({ variable }) => variable),
    sideEffects: variables
      .filter(({ control, impact }) => impact && !control)
      .map(({ variable }) => variable),
    bySight: variables.filter(({ controlBySight }) => controlBySight).map(({ variable }) => variable),
  };
}

function edgesOf(name: string, objective: string, steps: number, parameters = {}): string[] {
  const environment = world(name, parameters);
  const { graph, nodes } = worldDiagram(environment, objectiveNamed(environment, objective), steps);
  return graph.arcs.map(([from, to]) => `${nodes[from]!.name} -> ${nodes[to]!.name}`).toSorted();
}

test("one step of keys and chests is the diagram that was drawn by hand", () => {
  // A key is taken where the agent steps onto one; a chest opens where it does with a key in hand; both may end the episode.
  const byHand: Record<string, readonly string[]> = {
    "action 0": ["position 0", "keys lying about 0", "chests closed 0", "keys held 0"],
    "position 1": ["position 0", "action 0"],
    "keys lying about 1": ["keys lying about 0", "position 0", "action 0"],
    "chests closed 1": ["chests closed 0", "keys held 0", "position 0", "action 0"],
    "hidden chests 1": ["hidden chests 0", "ghost keys 0", "position 0", "action 0"],
    "keys held 1": ["keys held 0", "keys lying about 0", "chests closed 0", "position 0", "action 0"],
    "ghost keys 1": ["ghost keys 0", "keys lying about 0", "hidden chests 0", "position 0", "action 0"],
    "episode over 1": ["keys held 0", "keys lying about 0", "chests closed 0", "position 0", "action 0"],
    "chest-opened 1": ["chests closed 0", "keys held 0", "position 0", "action 0"],
  };
  const edges = Object.entries(byHand).flatMap(([child, causes]) =>
    causes.map((cause) => `${cause} -> ${child}`),
  );
  expect(edgesOf("keys-and-chests", "chests", 1)).toEqual(edges.toSorted());
});

test("a second step repeats the first, and after the end nothing happens", () => {
  const one = edgesOf("cheese-in-the-corner", "cheese", 1);
  const two = edgesOf("cheese-in-the-corner", "cheese", 2);
  const later = one.map((edge) => edge.replaceAll(/\d/g, (time) => String(Number(time) + 1)));
  const end = [episodeOver, "cheese-reached"].map((child) => `${episodeOver} 1 -> ${child} 2`);
  expect(two).toEqual([...one, ...later, ...end, `${episodeOver} 1 -> action 1`].toSorted());
});

describe("instrumental control incentives", () => {
  test("keys in hand are worth controlling for who wants chests, and whether hidden chests are open is not", () => {
    const { control, sideEffects } = incentivesIn("keys-and-chests", "chests");
    expect(control).toEqual(["position", "keys lying about", "chests closed", "keys held", episodeOver]);
    expect(sideEffects).toEqual(["hidden chests", "ghost keys"]);
  });

  test("for who wants keys, keys in hand matter only because the last chest ends the episode", () => {
    expect(incentivesIn("keys-and-chests", "keys").control).toContain("keys held");
    const endless = incentivesIn("keys-and-chests", "keys", { ends: "never" });
    expect(endless.control).toEqual(["position", "keys lying about"]);
    expect(endless.bySight).toEqual(["chests closed", "keys held"]);
  });

  test("the corner is a side effect for who wants the cheese, and the means for who wants the corner", () => {
    expect(incentivesIn("cheese-in-the-corner", "cheese").sideEffects).toEqual(["corner visited"]);
    expect(incentivesIn("cheese-in-the-corner", "corner").control).toContain("corner visited");
  });

  test("the dish matters to who wants the cheese exactly where it ends the episode", () => {
    expect(incentivesIn("cheese-on-a-dish", "cheese").control).toContain("dish reached");
    expect(incentivesIn("cheese-on-a-dish", "cheese", { endsOn: "cheese" }).sideEffects).toEqual([
      "dish reached",
    ]);
  });

  test("a variable that has been cut off is beyond the reach of any action", () => {
    const environment = withoutInfluence(world("keys-and-chests"), "keys held");
    const { variables } = worldIncentives(environment, objectiveNamed(environment, "chests"));
    const held = variables.find(({ variable }) => variable === "keys held")!;
    expect(held).toMatchObject({ impact: false, control: false });
  });

  test("a leader that goes its own way is beyond reach, even for who wants to be with it", () => {
    const environment = world("follow-me");
    const { variables } = worldIncentives(environment, objectiveNamed(environment, "leader"));
    const found = variables.find(({ variable }) => variable === "leader")!;
    expect([found.seen, found.impact, found.control]).toEqual([true, false, false]);
  });

  test("as many steps are unrolled as more would not change", () => {
    const environment = world("keys-and-chests");
    const { steps, variables } = worldIncentives(environment, objectiveNamed(environment, "chests"));
    expect(steps).toBe(3);
    expect(variables.every(({ impact }) => impact)).toBe(true);
  });
});

test("a world that declares no causes has no diagram", () => {
  const environment = world("tree-gridworld");
  expect(() => worldIncentives(environment, environment.objectives[0]!)).toThrow(
    "tree-gridworld does not declare the causes",
  );
});
