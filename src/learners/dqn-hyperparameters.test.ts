import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { dqnDefaults, parseDqn } from "./dqn-hyperparameters.ts";
import {
  parseReinforce,
  parseTabular,
  reinforceDefaults,
  tabularDefaults,
} from "./tabular-hyperparameters.ts";

const documented = [
  ["dqn-hyperparameters", "DqnHyperparameters", dqnDefaults, parseDqn],
  ["tabular-hyperparameters", "TabularHyperparameters", tabularDefaults, parseTabular],
  ["tabular-hyperparameters", "ReinforceHyperparameters", reinforceDefaults, parseReinforce],
] as const;

describe.each(documented)("%s: %s", (file, type, defaults, parse) => {
  test("nothing given means the defaults", () => {
    expect(parse({}, "learner")).toEqual(defaults);
  });

  test("every default is named in the description of its hyper-parameter, with a source", () => {
    const source = readFileSync(new URL(`./${file}.ts`, import.meta.url), "utf8");
    const declared = source.slice(source.indexOf(`interface ${type}`));
    for (const [name, value] of Object.entries(defaults)) {
      const text =
        declared.match(new RegExp(`/\\*\\*((?:(?!/\\*\\*)[^])*?)\\*/\\s*readonly ${name}:`))?.[1] ?? "";
      const stated = text.match(/Default (true|false|[\d.,e-]+)/)?.[1]?.replace(/[.,:]$/, "");
      expect(JSON.parse((stated ?? "").replaceAll(",", "").replace(/^\./, "0.")), name).toBe(value);
      expect(text, name).toMatch(/\[[A-Z]|\[own|\[Kingma/);
    }
  });
});

const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ["an unknown name", { learning_rat: 1 }, /dqn\.learning_rat: .*learning_rate/],
  ["a wrong type", { double: "yes" }, /dqn\.double: found "yes"/],
  ["a share above 1", { end_e: 1.5 }, /dqn\.end_e: found 1.5/],
  [
    "steps that do not divide",
    { train_frequency: 3 },
    /train_frequency: found 3, expected a divisor of num_steps/,
  ],
  ["too little for one cycle", { total_timesteps: 100 }, /total_timesteps: found 100/],
  ["learning that never starts", { learning_starts: 1_000_000 }, /learning_starts: found 1000000/],
  ["a replay shorter than a cycle", { buffer_size: 4000 }, /buffer_size: found 4000, expected at least 4096/],
  [
    "a replay shorter than a transition",
    { n_step: 5000 },
    /buffer_size: found 65536, expected at least 160032/,
  ],
  ["a replay without end", { buffer_size: 1e9 }, /dqn\.buffer_size: found 1000000000/],
  ["cycles without end", { num_envs: 100_000 }, /dqn\.num_steps: .*at most 1048576/],
];

test.each(refused)("%s is refused with its place", (_, input, message) => {
  expect(() => parseDqn(input)).toThrow(InputError);
  expect(() => parseDqn(input)).toThrow(message);
});
