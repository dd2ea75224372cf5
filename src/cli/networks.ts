// `innergap networks`: the kinds of network with their parameter counts for a world, and one network's layers.
import { exitCodes } from "../base/errors.ts";
import { textTableLines } from "../drawing/table.ts";
import type { TensorSpec } from "../engine/tensor.ts";
import { sizeOf } from "../engine/tensor.ts";
import { trace } from "../engine/trace.ts";
import { environmentNamed } from "../environments/index.ts";
import { createNetwork } from "../policies/network.ts";
import { type CatalogueEntry, catalogueEntry, networkCatalogue } from "../policies/network-catalogue.ts";
import type { Network } from "../policies/networks/architecture.ts";
import type { Execute } from "./command.ts";
import type { Terminal } from "./terminal.ts";

const defaultWorld = "keys-and-chests";

export const execute: Execute = async (args, terminal) => {
  const environment = environmentNamed(args.text("environment") ?? defaultWorld).create({});
  const named = args.text("name");
  const { id, observation } = environment;
  const title = `${id}: observations [${observation.shape.join(", ")}], ${environment.actions.length} actions`;
  if (named === null) {
    const entries = networkCatalogue.map((entry) => ({
      entry,
      made: createNetwork(entry.spec, environment),
    }));
    list(terminal, title, entries);
    const networks = entries.map(({ entry, made }) => ({ ...entry, ...countsOf(made) }));
    terminal.record({ kind: "done", result: { environment: id, networks } });
    return exitCodes.ok;
  }
  const entry = catalogueEntry(named);
  const network = createNetwork(entry.spec, environment);
  const activations = await activationShapes(network);
  tell(terminal, title, entry, network, activations);
  const { parameterShapes } = network;
  const result = { environment: id, ...entry, ...countsOf(network), parameterShapes, activations };
  terminal.record({ kind: "done", result });
  return exitCodes.ok;
};

function countsOf({ parameterCount, memorySize }: Network) {
  return { parameterCount, memorySize };
}

function list(
  terminal: Terminal,
  title: string,
  entries: readonly { readonly entry: CatalogueEntry; readonly made: Network }[],
): void {
  terminal.print(title);
  terminal.print("");
  const columns = [
    { title: "network", align: "left" },
    { title: "parameters", align: "right" },
    { title: "memory", align: "right" },
    { title: "summary", align: "left" },
  ] as const;
  const rows = entries.map(({ entry, made }) => ({
    cells: [entry.name, made.parameterCount.toLocaleString("en"), String(made.memorySize), entry.summary],
  }));
  for (const line of textTableLines({ columns, rows }, Number.POSITIVE_INFINITY)) terminal.print(line);
  terminal.say("\n`innergap networks NAME` tells the layers, and how the network stands in settings.");
}

function tell(
  terminal: Terminal,
  title: string,
  { name, summary, spec }: CatalogueEntry,
  network: Network,
  activations: Readonly<Record<string, readonly number[]>>,
): void {
  const shape = (extents: readonly number[]) => `[${extents.join(", ")}]`;
  terminal.print(`${name}: ${summary}`);
  terminal.print(title);
  terminal.print(`in settings: ${JSON.stringify(spec)}`);
  terminal.print("");
  const parameters = Object.entries(network.parameterShapes).map(([parameter, extents]) => ({
    cells: [parameter, shape(extents), sizeOf(extents).toLocaleString("en")],
  }));
  const total = { cells: ["all", "", network.parameterCount.toLocaleString("en")] };
  print(terminal, ["parameters", "shape", "numbers"], [...parameters, total]);
  terminal.print("");
  const layers = Object.entries(activations).map(([layer, extents]) => ({
    cells: [layer, shape(extents), sizeOf(extents).toLocaleString("en")],
  }));
  print(terminal, ["activations", "shape", "numbers"], layers);
}

function print(
  terminal: Terminal,
  titles: readonly [string, string, string],
  rows: readonly { readonly cells: readonly string[] }[],
): void {
  const columns = titles.map((title, i) => ({ title, align: i === 2 ? "right" : "left" }) as const);
  for (const line of textTableLines({ columns, rows }, Number.POSITIVE_INFINITY)) terminal.print(line);
}

/** Of one observation, by layer: found by recording a forward pass, which computes nothing. */
async function activationShapes(network: Network): Promise<Record<string, readonly number[]>> {
  const float = (shape: readonly number[]): TensorSpec => ({ shape, dtype: "float32" });
  const specs = Object.fromEntries(
    Object.entries(network.parameterShapes).map(([name, shape]) => [name, float(shape)]),
  );
  const memory = network.memorySize > 0 ? { "the memory": float([1, network.memorySize]) } : {};
  const observations = float([1, ...network.observationShape]);
  const { outputs } = await trace(
    (inputs) => {
      const { "the observations": seen, "the memory": kept, ...parameters } = inputs;
      return { ...network.forward(parameters, seen, kept).activations };
    },
    { ...specs, ...memory, "the observations": observations },
  );
  return Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape.slice(1)]));
}
