// Where a diagram of `innergap cid` comes from: edges, a file, a published example, a story, or one of our worlds.
import { readFileSync, statSync } from "node:fs";
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { type InfluenceDiagram, influenceDiagram, type NodesOfAgents } from "../causal/diagram.ts";
import { diagramFromJson } from "../causal/diagram-json.ts";
import { parseEdgeList } from "../causal/edge-list.ts";
import { diagramExamples } from "../causal/examples/catalogue.ts";
import { modelExamples } from "../causal/examples/model-catalogue.ts";
import type { InfluenceModel } from "../causal/model/model.ts";
import { modelFromJson } from "../causal/model/model-json.ts";
import { objectiveDiagram } from "../causal/objective-graphs/objective-diagram.ts";
import { type ObjectiveGraph, objectiveGraph } from "../causal/objective-graphs/objective-graph.ts";
import { objectiveGraphFromJson } from "../causal/objective-graphs/objective-graph-json.ts";
import { objectiveStoryNamed } from "../causal/objective-graphs/stories/index.ts";
import { baseObjective, objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { worldIncentives } from "../measures/world-incentives.ts";
import type { Arguments } from "./arguments.ts";

/** Bytes of a file beyond which nobody drew the diagram by hand. */
const mostBytes = 10_000_000;

export interface CidSource {
  readonly title: string;
  /** One sentence on what it is, and whence. */
  readonly about: string;
  readonly diagram: InfluenceDiagram;
  /** With numbers, where the source has some. */
  readonly model: InfluenceModel | null;
  /** Where the diagram is that of an objective graph. */
  readonly objectives: ObjectiveGraph | null;
}

const ways = ["edges", "example", "story", "world"] as const;

/** The one diagram that was given. Throws an InputError where none or several were, and where it cannot be read. */
export function cidSource(args: Arguments): CidSource {
  const given = [
    ...ways.filter((way) => args.text(way) !== null),
    ...(args.text("file") === null ? [] : ["file"]),
  ];
  if (given.length !== 1) {
    const found =
      given.length === 0
        ? "no diagram"
        : given.map((way) => (way === "file" ? "a file" : `--${way}`)).join(" and ");
    throw new InputError("cid", found, "one of FILE, --edges, --example, --story, --world");
  }
  for (const name of ["decisions", "utilities"]) {
    if (given[0] !== "edges" && args.texts(name).length > 0) {
      throw new InputError(
        `--${name}`,
        args.text(name)!,
        "--edges beside it: other diagrams say which nodes decide",
      );
    }
  }
  if (given[0] !== "world" && args.text("objective") !== null) {
    throw new InputError("--objective", JSON.stringify(args.text("objective")), "--world beside it");
  }
  const [edges, example, story, world] = ways.map((way) => args.text(way));
  if (edges !== null) return fromEdges(edges!, args);
  if (example !== null) return exampleNamed(example!);
  if (story !== null) return fromStory(story!);
  if (world !== null) return fromWorld(world!, args.text("objective"));
  return fromFile(args.text("file")!);
}

function fromEdges(text: string, args: Arguments): CidSource {
  const { edges, nodes } = parseEdgeList(text, "--edges");
  for (const name of ["decisions", "utilities"]) {
    if (args.texts(name).length === 0)
      throw new InputError(`--${name}`, "nothing", "names of nodes: D or D1,D2 or AGENT=D1,D2");
  }
  const parts = {
    nodes,
    edges,
    decisions: agentsOf(args.texts("decisions"), "--decisions"),
    utilities: agentsOf(args.texts("utilities"), "--utilities"),
  };
  return plain(
    "diagram",
    "Given on the command line.",
    named(() => influenceDiagram(parts, "")),
  );
}

/** The parts of a diagram have the names of the options. */
function named(make: () => InfluenceDiagram): InfluenceDiagram {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.place.replace(/^\.(?=edges|decisions|utilities)/, "--"),
      error.found,
      error.expected,
    );
  }
}

/** "D1,D2" for one agent, "alice=D1,D2" for each of several. */
function agentsOf(words: readonly string[], place: string): NodesOfAgents {
  const lists = words.map((word) => {
    const [, agent, list] = /^(?:([^=]*)=)?(.*)$/su.exec(word)!;
    const names = list!.split(",").map((name) => name.trim());
    if (names.includes("") || agent?.trim() === "") {
      throw new InputError(place, JSON.stringify(word), "names of nodes: D or D1,D2 or AGENT=D1,D2");
    }
    return { agent: agent?.trim() ?? null, names };
  });
  if (lists.every(({ agent }) => agent === null)) return lists.flatMap(({ names }) => names);
  const nameless = lists.findIndex(({ agent }) => agent === null);
  if (nameless >= 0)
    throw new InputError(
      place,
      JSON.stringify(words[nameless]),
      "an agent's name before it, as with the others: AGENT=D",
    );
  const agents = [...new Set(lists.map(({ agent }) => agent!))];
  const of = (agent: string) => lists.filter((one) => one.agent === agent).flatMap(({ names }) => names);
  return Object.fromEntries(agents.map((agent) => [agent, of(agent)]));
}

function exampleNamed(name: string): CidSource {
  const example = diagramExamples.find((one) => one.name === name);
  if (example === undefined) {
    const names = diagramExamples.map((one) => one.name);
    throw new InputError("--example", JSON.stringify(name), oneOf(name, names));
  }
  const { summary, source, diagram } = example;
  const model = modelExamples.get(name) ?? null;
  return {
    title: name,
    about: `${summary} (${source})`,
    diagram: model?.diagram ?? diagram,
    model,
    objectives: null,
  };
}

function fromStory(name: string): CidSource {
  const { parts, told, source } = objectiveStoryNamed(name, "--story");
  return ofObjectives(name, `${told} (${source})`, objectiveGraph(parts));
}

function fromWorld(name: string, objective: string | null): CidSource {
  const environment = environmentNamed(name).create({});
  if (environment.causes === undefined) {
    throw new InputError(
      "--world",
      JSON.stringify(name),
      "a world that declares what its variables depend on",
    );
  }
  const wanted = objective === null ? baseObjective(environment) : objectiveNamed(environment, objective);
  const { diagram, steps } = worldIncentives(environment, wanted);
  const about = `The world ${name} over ${steps} steps, for who wants: ${wanted.wants}`;
  return plain(`${name}, objective ${wanted.name}`, about, diagram);
}

function fromFile(file: string): CidSource {
  const value = jsonFile(file);
  const has = (key: string) => typeof value === "object" && value !== null && Object.hasOwn(value, key);
  if (has("pursued") || has("training")) {
    return ofObjectives(file, "From a file.", objectiveGraphFromJson(value, file));
  }
  if (has("domains") || has("tables")) {
    const model = modelFromJson(value, file);
    return { ...plain(file, "From a file.", model.diagram), model };
  }
  return plain(file, "From a file.", diagramFromJson(value, file));
}

/** What a JSON file holds. Throws an InputError that names the file where it cannot be read. */
export function jsonFile(file: string): unknown {
  let text: string;
  try {
    const { size } = statSync(file);
    if (size > mostBytes) throw new InputError(file, `${size} bytes`, `at most ${mostBytes}`);
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(file, (error as NodeJS.ErrnoException).code ?? "an error", "a JSON file to read");
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InputError(file, (error as Error).message, "JSON");
  }
}

const plain = (title: string, about: string, diagram: InfluenceDiagram): CidSource => {
  return { title, about, diagram, model: null, objectives: null };
};

const ofObjectives = (title: string, about: string, objectives: ObjectiveGraph): CidSource => {
  return { ...plain(title, about, objectiveDiagram(objectives).diagram), objectives };
};
