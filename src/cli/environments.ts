// `innergap environments`: the worlds, and one world's rules with sample levels.
import { exitCodes } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { textTableLines } from "../drawing/table.ts";
import type { Environment, EnvironmentDefinition } from "../environments/environment.ts";
import { environmentDefinitions, environmentNamed } from "../environments/index.ts";
import type { Execute } from "./command.ts";
import type { Terminal } from "./terminal.ts";
import { definitionList, wrap } from "./wording.ts";

const mostLevels = 1000;

export const execute: Execute = async (args, terminal) => {
  const name = args.text("name");
  if (name === null) {
    listAll(terminal);
    return exitCodes.ok;
  }
  const definition = environmentNamed(name);
  const count = args.whole("levels", 0, mostLevels) ?? 1;
  const seed = args.whole("seed", 0, 2 ** 31 - 1) ?? 0;
  const environment = definition.create({});
  const levels = sampleLevels(definition, environment, count, seed);
  for (const line of pageOf(definition, environment, levels, Math.min(terminal.width, 110)))
    terminal.print(line);
  terminal.record({ kind: "done", result: recordOf(definition, environment, levels) });
  return exitCodes.ok;
};

function listAll(terminal: Terminal): void {
  const rows = environmentDefinitions.map(({ name, id }) => ({
    cells: [
      name,
      id,
      defaultWorld(name)
        .objectives.map((objective) => objective.name)
        .join(", "),
    ],
  }));
  const columns = ["name", "id", "objectives"].map((title) => ({ title, align: "left" }) as const);
  for (const line of textTableLines({ columns, rows }, Number.POSITIVE_INFINITY)) terminal.print(line);
  terminal.say("\n`innergap environments NAME` tells the rules and draws a level.");
  const environments = environmentDefinitions.map(({ name, id, summary }) => ({ name, id, summary }));
  terminal.record({ kind: "done", result: { environments } });
}

function defaultWorld(name: string): Environment {
  return environmentNamed(name).create({});
}

function sampleLevels(
  definition: EnvironmentDefinition,
  environment: Environment,
  count: number,
  seed: number,
): string[] {
  const rng = Rng.fromSeed(seed).fork("sample-levels");
  const distribution = definition.levels(environment, {});
  const level = new Uint8Array(environment.levelLength);
  return Array.from({ length: count }, () => {
    distribution.generate(rng, level, 0);
    return environment.printLevel(level);
  });
}

function pageOf(
  definition: EnvironmentDefinition,
  environment: Environment,
  levels: readonly string[],
  width: number,
): string[] {
  const objectives = environment.objectives.map((objective) => {
    const weights = Object.entries(objective.weights).map(([event, weight]) => `${weight} x ${event}`);
    const base = objective.name === environment.baseObjective ? " (base objective)" : "";
    return [objective.name, `${objective.wants} = ${weights.join(" + ")}${base}`] as const;
  });
  const { shape, channels } = environment.observation;
  return [
    `${definition.name}  ${environment.id}`,
    ...wrap(definition.summary, width),
    "",
    "Objectives:",
    ...definitionList(objectives, width),
    "",
    ...definitionList(
      [
        ["actions", environment.actions.join(", ")],
        ["events", environment.events.join(", ")],
        ["observation", `[${shape.join(", ")}] bytes: ${channels.join(", ")}`],
        ["letters", environment.objects.map((kind) => `${kind.letter} ${kind.name}`).join(", ")],
        ["chance", environment.stochastic ? "the world draws" : "the world itself is deterministic"],
        ["parameters", JSON.stringify(definition.defaults.environment)],
        ["levels", JSON.stringify(definition.defaults.levels)],
      ],
      width,
    ),
    ...levels.flatMap((level) => ["", ...level.split("\n").filter((line) => line !== "")]),
  ];
}

function recordOf(
  definition: EnvironmentDefinition,
  environment: Environment,
  levels: readonly string[],
): object {
  const { name, id, summary, defaults } = definition;
  const { actions, events, objectives, baseObjective, observation, objects, stochastic } = environment;
  return {
    name,
    id,
    summary,
    defaults,
    actions,
    events,
    objectives,
    baseObjective,
    observation,
    objects,
    stochastic,
    levels,
  };
}
