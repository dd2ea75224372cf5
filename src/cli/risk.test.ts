// What `innergap risk` refuses, and where it says so.
import { expect, test } from "vitest";
import { parseCommandLine } from "./parse.ts";
import { execute } from "./risk.ts";
import { createTerminal } from "./terminal.ts";

const silent = createTerminal(
  { json: false, quiet: true, verbose: false, color: false },
  {},
  process.stdout,
  process.stderr,
);
const uninterrupted = { signal: new AbortController().signal, exitCode: () => null };

test.each([
  ["an unknown action", ["rnu", "power-seeking"], "did you mean run?"],
  ["no model", ["run"], "a YAML or JSON file, or one of power-seeking"],
  ["two models", ["run", "a.yaml", "--model", "power-seeking"], "--model"],
  ["an unknown model", ["run", "--model", "power-seking"], "did you mean power-seeking?"],
  ["a file that is not there", ["run", "nowhere.yaml"], "ENOENT"],
  ["an unknown quantity", ["run", "power-seeking", "--quantity", "risc"], "did you mean risk?"],
  ["an unknown quantity to set", ["run", "power-seeking", "--set", "risc=1"], "did you mean risk?"],
  ["a definition that is none", ["run", "power-seeking", "--set", "risk=1 +"], "risk"],
  ["an option of another action", ["run", "power-seeking", "--observations", "3"], "--observations"],
  ["too few draws", ["run", "power-seeking", "--draws", "3"], "--draws"],
])("refuses %s", async (_what, words, expected) => {
  const { args } = await parseCommandLine(["risk", ...words], {});
  const refused = expect(execute(args, silent, uninterrupted)).rejects;
  await refused.toThrow(expected);
  await refused.toMatchObject({ name: "InputError", exitCode: 2 });
});
