// The model that a risk command is asked about: a file or one of the package's, with quantities redefined, its evidence read.
import { existsSync, readFileSync, statSync } from "node:fs";
import { InputError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { type CompiledModel, compileModel } from "../risk/compile-model.ts";
import { shippedModel, shippedModels } from "../risk/models/index.ts";
import { parseModel, withDefinitions } from "../risk/parse-model.ts";
import type { Arguments } from "./arguments.ts";
import { diskEvidence } from "./risk-evidence.ts";

export interface GivenModel {
  readonly compiled: CompiledModel;
  /** The file or the name. */
  readonly from: string;
  readonly text: string;
  /** Quantities that were redefined. */
  readonly definitions: Readonly<Record<string, string>>;
}

/** No model is longer; the parser has its own bound in characters. */
const mostBytes = 2 ** 20;

/** Reads, changes and compiles the model. Folders of runs that it names are meant from where the command runs. */
export function givenModel(args: Arguments): GivenModel {
  const { from, text } = source(args);
  const definitions = definitionsOf(args);
  const model = withDefinitions(parseModel(text, from), definitions);
  return { compiled: compileModel(model, diskEvidence(process.cwd())), from, text, definitions };
}

function source(args: Arguments): { readonly from: string; readonly text: string } {
  const [file, name] = [args.text("model-file"), args.text("model")];
  const names = Object.keys(shippedModels);
  if (file !== null && name !== null) {
    throw new InputError("--model", JSON.stringify(name), `no file beside it, where ${file} was given`);
  }
  if (name !== null) return { from: name, text: shippedModel(name, "--model") };
  if (file === null)
    throw new InputError("risk", "no model", `a YAML or JSON file, or one of ${names.join(", ")}`);
  if (names.includes(file) && !existsSync(file)) return { from: file, text: shippedModel(file) };
  return { from: file, text: readText(file, names) };
}

function readText(file: string, names: readonly string[]): string {
  try {
    const { size } = statSync(file);
    if (size > mostBytes) throw new InputError(file, `${size} bytes`, `a model of at most ${mostBytes}`);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof InputError) throw error;
    const meant = nearest(file, names);
    const hint = meant === null ? "" : ` (did you mean ${meant}?)`;
    throw new InputError(
      "model",
      `${file} (${(error as NodeJS.ErrnoException).code})`,
      `a YAML or JSON file, or one of ${names.join(", ")}${hint}`,
    );
  }
}

function definitionsOf(args: Arguments): Readonly<Record<string, string>> {
  const definitions: Record<string, string> = {};
  for (const text of args.texts("set")) {
    const equals = text.indexOf("=");
    if (equals < 1) throw new InputError("--set", JSON.stringify(text), "QUANTITY=VALUE, such as p=0.3");
    Object.defineProperty(definitions, text.slice(0, equals).trim(), {
      value: text.slice(equals + 1).trim(),
      enumerable: true,
      configurable: true,
    });
  }
  return definitions;
}
