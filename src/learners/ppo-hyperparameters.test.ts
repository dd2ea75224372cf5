import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { type PpoHyperparameters, parsePpo, ppoAliases, ppoDefaults, ppoSchema } from "./ppo.ts";

test("nothing given means the defaults", () => {
  expect(parsePpo({})).toEqual(ppoDefaults);
});

test("every default is named in the description of its hyper-parameter", () => {
  const source = readFileSync(new URL("./ppo-hyperparameters.ts", import.meta.url), "utf8");
  for (const [name, value] of Object.entries(ppoDefaults)) {
    const text =
      source.match(new RegExp(`/\\*\\*((?:(?!/\\*\\*)[^])*?)\\*/\\s*readonly ${name}:`))?.[1] ?? "";
    expect(text, name).toMatch(/Default /);
    const stated = text.match(/Default (true|false|null|[\d.,e-]+)/)?.[1].replace(/[.,:]$/, "");
    expect(JSON.parse((stated ?? "").replaceAll(",", "").replace(/^\./, "0.")), name).toBe(value);
  }
});

test("names of other libraries are understood, with a hint", () => {
  const hints: string[] = [];
  const parsed = parsePpo({ n_envs: 8, n_steps: 32, clip_range: 0.1 }, "train.ppo", (hint) =>
    hints.push(hint),
  );
  expect(parsed).toEqual({ ...ppoDefaults, num_envs: 8, num_steps: 32, clip_coef: 0.1 });
  expect(hints).toContain("train.ppo.clip_range is called clip_coef here");
  expect(hints).toHaveLength(3);
});

test("an alias stands for a hyper-parameter that exists, and is none itself", () => {
  for (const [alias, name] of Object.entries(ppoAliases)) {
    expect(ppoSchema.shape).toHaveProperty(name);
    expect(ppoSchema.shape).not.toHaveProperty(alias);
  }
});

const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ["an unknown name", { learning_rat: 1 }, /ppo\.learning_rat: .*learning_rate/],
  ["a wrong type", { gamma: "high" }, /ppo\.gamma: found "high"/],
  ["a value out of range", { gae_lambda: 1.5 }, /ppo\.gae_lambda: found 1.5/],
  ["a value given twice", { clip_coef: 0.1, clip_range: 0.2 }, /clip_range: found a second value/],
  ["minibatches that do not divide", { num_minibatches: 7 }, /num_minibatches: found 7, expected a divisor/],
  ["too little for one cycle", { total_timesteps: 100 }, /total_timesteps: found 100/],
  ["minibatches of one", { num_envs: 2, num_steps: 2, num_minibatches: 4 }, /at least 2 samples/],
];

test.each(refused)("%s is refused with its place", (_, input, message) => {
  const parse = (): PpoHyperparameters => parsePpo(input);
  expect(parse).toThrow(InputError);
  expect(parse).toThrow(message);
});
