// `innergap risk`: draws a model of risk, tells what its uncertainty comes from and what to find out next, and explains it.
import { writeFileSync } from "node:fs";
import { exitCodes, InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { riskPage } from "../reports/risk/risk-page.ts";
import type { RiskDistribution, RiskReport, RiskSensitivity } from "../reports/risk/risk-report.ts";
import { draw } from "../risk/estimates/draws.ts";
import { modelParts } from "../risk/estimates/model-parts.ts";
import { sobolIndices } from "../risk/estimates/sobol-indices.ts";
import { summariseDraws } from "../risk/estimates/summarise-draws.ts";
import { tornado } from "../risk/estimates/tornado.ts";
import { type InformationValues, valueOfInformation } from "../risk/estimates/value-of-information.ts";
import { explainModel } from "../risk/explain-model.ts";
import { type PointKind, pointKinds } from "../risk/points/point-kinds.ts";
import { worstCases } from "../risk/worst-case.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute, Interruption } from "./command.ts";
import { actionOf, wordOf } from "./game-words.ts";
import { type GivenModel, givenModel } from "./risk-model.ts";
import { riskActions, riskOptions } from "./risk-options.ts";
import { worked } from "./risk-progress.ts";
import {
  distributionLines,
  headLines,
  informationLines,
  type QuantityRow,
  sensitivityLines,
  treeLines,
} from "./risk-text.ts";
import type { Terminal } from "./terminal.ts";

const actions = { run, sensitivity, voi, explain };
const highestSeed = 2 ** 31 - 1;
/** Of all quantities beside the outcome: enough for three digits. */
const drawsOfQuantities = 2 ** 14;

/** What every action works with. */
interface Asked {
  readonly args: Arguments;
  readonly given: GivenModel;
  readonly quantity: string;
  readonly seed: number;
  readonly points: PointKind;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  readonly width: number;
}

export const execute: Execute = async (args, terminal, interruption) => {
  const action = actionOf(args, ["run", "sensitivity", "voi", "explain"]);
  refuseOthers(args, action);
  const given = givenModel(args);
  const { model } = given.compiled;
  const asked: Asked = {
    args,
    given,
    quantity: quantityOf(args, given),
    seed: args.whole("seed", 0, highestSeed) ?? 0,
    points: wordOf(args, "points", pointKinds, "sobol"),
    terminal,
    interruption,
    width: Math.min(terminal.width, 110),
  };
  for (const note of model.notes) terminal.say(`note: ${note}`);
  try {
    const result = await actions[action](asked);
    const { name, title = null, outcome, notes } = model;
    const about = { name, title, from: given.from, outcome, set: given.definitions, notes };
    terminal.record({ kind: "done", result: { model: about, ...result } });
    return exitCodes.ok;
  } catch (error) {
    const code = interruption.exitCode();
    if (code !== null && (error as Error).name === "AbortError") return code;
    throw error;
  }
};

/** An option that an action has no use for would be taken for one that changed the answer. */
function refuseOthers(args: Arguments, action: keyof typeof riskActions): void {
  const taken: readonly string[] = riskActions[action];
  for (const { name } of riskOptions) {
    if (taken.includes(name) || (args.text(name) === null && !args.flag(name))) continue;
    throw new InputError(
      `--${name}`,
      JSON.stringify(args.text(name)),
      `nothing: ${action} takes ${taken.map((one) => `--${one}`).join(", ")}`,
    );
  }
}

function quantityOf(args: Arguments, { compiled }: GivenModel): string {
  const asked = args.text("quantity");
  if (asked === null) return compiled.program.outcome;
  const known = compiled.model.quantities.map(({ name }) => name);
  if (known.includes(asked)) return asked;
  throw new InputError("--quantity", JSON.stringify(asked), oneOf(asked, known));
}

async function run(asked: Asked): Promise<object> {
  const { args, given, terminal, width, quantity } = asked;
  const distribution = await distributionOf(asked);
  const quantities = await quantitiesOf(asked);
  print(terminal, [
    ...headLines(given.compiled.model, quantity, width),
    ...distributionLines(distribution, quantities, width),
  ]);
  if (args.text("out") !== null) {
    const sensitivity = await sensitivityOf(asked, null);
    const information = await informationOf(asked, null);
    writePage(asked, { distribution, sensitivity, information });
  }
  const { conditions, summary, worst } = distribution;
  return {
    quantity,
    ...conditions,
    ...summary,
    worstCases: worst,
    quantities: quantities.map(({ name, summary: { mean, deviation, quantiles } }) => ({
      name,
      mean: mean.estimate,
      deviation: deviation.estimate,
      quantiles: quantiles.map(({ share, value }) => ({ share, value: value.estimate })),
    })),
  };
}

async function distributionOf(asked: Asked): Promise<RiskDistribution> {
  const { args, given, quantity, seed, points, terminal, interruption } = asked;
  const draws = args.whole("draws", 16, 2 ** 24);
  const listed = (name: string, low: number, high: number) => {
    const values = args.texts(name).map((text) => {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      if (Number.isFinite(value) && value >= low && value <= high) return value;
      throw new InputError(`--${name}`, JSON.stringify(text), `a number from ${low} to ${high}`);
    });
    return values.length === 0 ? null : values;
  };
  const options = {
    shares: listed("quantile", 0, 1) ?? [0.05, 0.5, 0.95],
    levels: listed("level", 0, 0.999999) ?? [0.95],
    thresholds: listed("above", -Number.MAX_VALUE, Number.MAX_VALUE) ?? [],
    tail: wordOf(args, "tail", ["upper", "lower"], "upper"),
  };
  const drawn = await worked(
    draw(given.compiled.program, { quantities: [quantity] }, { ...(draws && { draws }), seed, points }),
    "drawing",
    terminal,
    interruption,
  );
  const { quantities, inputs: _, ...conditions } = drawn;
  return {
    conditions,
    summary: summariseDraws(quantities[0]!, drawn.replicates, options),
    worst: worstCases(given.compiled, quantity),
  };
}

/** All quantities of the model, drawn together. */
async function quantitiesOf({ given, seed, points, terminal, interruption }: Asked): Promise<QuantityRow[]> {
  const names = given.compiled.model.quantities.map(({ name }) => name);
  const rows: QuantityRow[] = [];
  // In handfuls, so that a model of a thousand quantities needs no more memory than one of ten.
  for (let from = 0; from < names.length; from += 64) {
    const some = names.slice(from, from + 64);
    const work = draw(
      given.compiled.program,
      { quantities: some },
      { draws: drawsOfQuantities, seed, points },
    );
    const drawn = await worked(work, "drawing all quantities", terminal, interruption);
    some.forEach((name, index) => {
      rows.push({ name, summary: summariseDraws(drawn.quantities[index]!, drawn.replicates) });
    });
  }
  return rows;
}

async function sensitivity(asked: Asked): Promise<object> {
  const { args, given, terminal, width, quantity } = asked;
  const found = await sensitivityOf(asked, args.whole("draws", 256, 2 ** 22));
  print(terminal, [...headLines(given.compiled.model, quantity, width), ...sensitivityLines(found, width)]);
  writePage(asked, { sensitivity: found });
  const { indices, ...conditions } = found.indices;
  const bars = new Map(found.tornado.bars.map((bar) => [bar.input, bar]));
  return {
    ...conditions,
    inputs: indices.map(({ input, first, total }) => ({
      name: input,
      kind: found.kinds[input],
      first,
      total,
      held: { low: bars.get(input)!.low, high: bars.get(input)!.high },
    })),
    heldAt: found.tornado.share,
  };
}

async function sensitivityOf(asked: Asked, base: number | null): Promise<RiskSensitivity> {
  const { args, given, quantity, seed, points, terminal, interruption } = asked;
  const { program, kinds } = given.compiled;
  const share = args.number("share", 0.000001, 0.499999);
  const indices = await worked(
    sobolIndices(program, quantity, { ...(base && { base }), seed, points }),
    "sensitivity",
    terminal,
    interruption,
  );
  const bars = await worked(
    tornado(program, quantity, { ...(share && { share }), seed, points }),
    "holding inputs",
    terminal,
    interruption,
  );
  return {
    indices,
    tornado: bars,
    kinds: Object.fromEntries(program.inputs.map(({ name }, input) => [name, kinds[input]!.kind])),
  };
}

async function voi(asked: Asked): Promise<object> {
  const { args, given, terminal, width } = asked;
  const values = await informationOf(asked, args.whole("draws", 16, 2 ** 22));
  print(terminal, [
    ...headLines(given.compiled.model, given.compiled.program.outcome, width),
    ...informationLines(values, width),
  ]);
  writePage(asked, { information: values });
  return values;
}

function informationOf(asked: Asked, draws: number | null): Promise<InformationValues> {
  const { args, given, seed, points, terminal, interruption } = asked;
  const observations = args.whole("observations", 1, 10_000);
  const about = args.texts("about");
  const options = {
    ...modelParts(given.compiled),
    ...(about.length > 0 && { about }),
    ...(observations && { observations }),
    ...(draws && { draws }),
    seed,
    points,
  };
  const work = valueOfInformation(given.compiled.program, options);
  return worked(work, "values of information", terminal, interruption);
}

async function explain(asked: Asked): Promise<object> {
  const { args, given, terminal, width, quantity } = asked;
  if (args.flag("text")) {
    for (const line of given.text.replace(/\n$/, "").split("\n")) terminal.print(line);
    return { text: given.text };
  }
  const { model } = given.compiled;
  const tree = explainModel(given.compiled);
  const remarks = [model.source && `source: ${model.source}`, model.note].filter((one) => one !== undefined);
  const options =
    model.options.length === 0
      ? []
      : [`decision between ${model.options.map(({ name }) => name).join(", ")}`];
  print(terminal, [
    ...headLines(model, quantity, width),
    ...treeLines(tree, width),
    "",
    ...options,
    ...remarks,
  ]);
  writePage(asked, {});
  return { tree };
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function print(terminal: Terminal, lines: readonly (string | undefined)[]): void {
  for (const line of lines) terminal.print(line ?? "");
}

function writePage(
  { args, given, quantity, terminal }: Asked,
  found: Partial<Pick<RiskReport, "distribution" | "sensitivity" | "information">>,
): void {
  const out = args.text("out");
  if (out === null) return;
  const page = riskPage({
    model: given.compiled.model,
    from: given.from,
    command: ["innergap", ...args.words.map(quoted)].join(" "),
    quantity,
    tree: explainModel(given.compiled),
    distribution: null,
    sensitivity: null,
    information: null,
    ...found,
  });
  try {
    writeFileSync(out, page);
  } catch (error) {
    throw new InputError("--out", `${out} (${(error as NodeJS.ErrnoException).code})`, "a file to write to");
  }
  terminal.say(`written to ${out}`);
}
