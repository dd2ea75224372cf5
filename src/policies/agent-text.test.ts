import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import type { AgentSpec, PursuerSpec } from "./agent-spec.ts";
import { agentName, parseAgent } from "./agent-text.ts";

const number = fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((x) => x + 0);
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0);
const objective = fc.oneof(
  fc.constantFrom("chests", "keys", "chests+keys:1/4"),
  fc.dictionary(fc.constantFrom("key-collected", "chest-opened", `a "quoted" event`, "a,b:c@d"), number),
);
const discounts = fc.option(fc.double({ min: 0, max: 0.999, noNaN: true }).map((x) => x + 0));
const pursuer: fc.Arbitrary<PursuerSpec> = fc.oneof(
  fc.record({ objective, discount: discounts }).map(
    (planner): PursuerSpec => ({
      kind: "planner",
      objective: planner.objective,
      ...(planner.discount === null ? {} : { discount: planner.discount }),
    }),
  ),
  objective.map((wanted): PursuerSpec => ({ kind: "reactive", objective: wanted })),
);

/** Agents of every kind, some levels deep. */
const { agent } = fc.letrec<{ agent: AgentSpec }>((tie) => ({
  agent: fc.oneof(
    { maxDepth: 3 },
    fc.constant({ kind: "random" as const }),
    fc.constantFrom("left", "better coin").map((action) => ({ kind: "fixed" as const, action })),
    fc.constantFrom("left", "right").map((hand) => ({ kind: "wall" as const, hand }) as const),
    pursuer,
    fc.record({ kind: fc.constant("boltzmann" as const), rationality: number, agent: pursuer }),
    fc.record({ kind: fc.constant("noisy" as const), share, agent: tie("agent") }),
    fc.record({ kind: fc.constant("sticky" as const), probability: share, agent: tie("agent") }),
    fc.record({
      kind: fc.constant("table" as const),
      levels: fc.array(fc.stringMatching(/^[#@.a-zA-Z^>-]+(\n[#@.a-zA-Z^>-]+)*$/), {
        minLength: 1,
        maxLength: 3,
      }),
      agent: tie("agent"),
    }),
    fc.record({
      kind: fc.constant("rules" as const),
      rules: fc.array(fc.constantFrom("if nearest key is left then left", "always up", "otherwise any"), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    fc.record({
      kind: fc.constant("switching" as const),
      steps: fc.nat(100),
      first: tie("agent"),
      second: tie("agent"),
    }),
  ) as fc.Arbitrary<AgentSpec>,
}));

test("names read back, and so do both forms of JSON", () => {
  fc.assert(
    fc.property(agent, (spec) => {
      expect(parseAgent(agentName(spec))).toEqual(spec);
      expect(parseAgent(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
      expect(parseAgent(JSON.stringify(spec))).toEqual(spec);
    }),
  );
});

const examples: readonly [string, AgentSpec][] = [
  ["random", { kind: "random" }],
  ["fixed:left", { kind: "fixed", action: "left" }],
  ["wall:right", { kind: "wall", hand: "right" }],
  ["planner:keys", { kind: "planner", objective: "keys" }],
  ["planner:keys@0.7", { kind: "planner", objective: "keys", discount: 0.7 }],
  ["reactive:chests", { kind: "reactive", objective: "chests" }],
  [
    `planner:{"chest-opened":1,"key-collected":-0.1}@0.5`,
    { kind: "planner", objective: { "chest-opened": 1, "key-collected": -0.1 }, discount: 0.5 },
  ],
  [
    "boltzmann:50:planner:keys",
    { kind: "boltzmann", rationality: 50, agent: { kind: "planner", objective: "keys" } },
  ],
  [
    "noisy:0.2:planner:chests",
    { kind: "noisy", share: 0.2, agent: { kind: "planner", objective: "chests" } },
  ],
  [
    "table:###/#@#;####/#k.#:wall:left",
    { kind: "table", levels: ["###\n#@#", "####\n#k.#"], agent: { kind: "wall", hand: "left" } },
  ],
  [
    "switching:10:switching:5:random,wall:left,sticky:0.3:random",
    {
      kind: "switching",
      steps: 10,
      first: {
        kind: "switching",
        steps: 5,
        first: { kind: "random" },
        second: { kind: "wall", hand: "left" },
      },
      second: { kind: "sticky", probability: 0.3, agent: { kind: "random" } },
    },
  ],
];

test.each(examples)("%s", (text, spec) => {
  expect(parseAgent(text)).toEqual(spec);
  expect(agentName(spec)).toBe(text);
});

describe("what cannot be read says where", () => {
  const wrong: readonly [unknown, string][] = [
    ["", `found "", expected one of random, fixed`],
    ["planer:keys", "did you mean planner?"],
    ["planner", `found "planner" and then nothing, expected a colon and an objective`],
    ["planner:", "agent.objective"],
    ["planner:keys@1", "agent.discount"],
    ["planner:keys@soon", `found "soon", expected a discount, a number`],
    ["planner:{key-collected:1}", "expected JSON"],
    [`planner:{"key-collected":1`, "expected JSON"],
    [`planner:{"key-collected":"much"}`, "agent.objective"],
    ["random:left", `found ":left" after its end, expected nothing more`],
    ["random,random", "after its end"],
    ["wall:up", "one of left, right"],
    ["noisy:2:random", "agent.share"],
    ["noisy:random", `found "random", expected a share of random actions, a number`],
    ["noisy:0.2", "expected a colon and an agent"],
    ["sticky:0.3:sticky:-1:random", "agent.agent.probability"],
    ["switching:1.5:random,random", "agent.steps"],
    ["switching:1:random", "expected a comma and the second agent"],
    ["boltzmann:5:random", "agent.agent.kind"],
    ["table:random", `found "table:random" and then nothing, expected a colon and an agent`],
    ["table::random", "agent.levels[0]"],
    ["table:###", "expected a colon and an agent"],
    [{ kind: "table", levels: [], agent: { kind: "random" } }, "agent.levels"],
    [{ kind: "table", levels: ["#;#"], agent: { kind: "random" } }, "without : ; , or /"],
    ["{", "expected JSON"],
    [{ kind: "noisy", share: 0.5 }, "agent.agent"],
    [
      { kind: "switching", steps: 1, first: { kind: "random" }, second: { kind: "rand" } },
      "agent.second.kind",
    ],
    [{ kind: "planner", objectiv: "keys" }, "agent.objective"],
    [{ kind: "random", share: 1 }, "agent.share"],
    [{ kind: "constructor" }, "agent.kind"],
    [null, "agent"],
    [7, "agent"],
  ];

  test.each(wrong)("%j", (source, words) => {
    expect(() => parseAgent(source)).toThrow(InputError);
    expect(() => parseAgent(source)).toThrow(words);
  });

  test("with the name of the place", () => {
    expect(() => parseAgent("noisy:2:random", "stage.agent")).toThrow("stage.agent.share");
  });
});
