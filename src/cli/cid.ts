// `innergap cid`: what a diagram's edges and numbers say, drawn, solved, made by chance; and which pseudo-alignment an objective graph shows.
import { exitCodes, InputError } from "../base/errors.ts";
import type { Arguments } from "./arguments.ts";
import { analyseDiagram } from "./cid-analyse.ts";
import { classifyGraph } from "./cid-classify.ts";
import { drawDiagram } from "./cid-draw.ts";
import { makeRandomDiagram } from "./cid-random.ts";
import { solveDiagram } from "./cid-solve.ts";
import { type CidAction, cidActions } from "./cid-words.ts";
import type { Execute } from "./command.ts";
import { actionOf } from "./game-words.ts";
import type { Terminal } from "./terminal.ts";

const steps: Readonly<Record<CidAction, (args: Arguments, terminal: Terminal) => object>> = {
  analyse: analyseDiagram,
  draw: drawDiagram,
  solve: solveDiagram,
  random: makeRandomDiagram,
  classify: classifyGraph,
};

/** Options that mean something to some actions only, and those actions. */
const onlyFor: readonly (readonly [options: readonly string[], actions: readonly CidAction[]])[] = [
  [["nodes", "agents", "density", "seed", "sufficient-recall"], ["random"]],
  [
    ["edges", "example", "story", "world", "objective", "file"],
    ["analyse", "draw", "solve", "classify"],
  ],
  [["graph"], ["draw"]],
  [["out"], ["draw", "random"]],
];

export const execute: Execute = async (args, terminal) => {
  const action = actionOf(args, cidActions);
  refuseOthers(args, action);
  const result = steps[action](args, terminal);
  terminal.record({ kind: "done", result });
  return exitCodes.ok;
};

function refuseOthers(args: Arguments, action: CidAction): void {
  for (const [options, actions] of onlyFor) {
    const given = options.find((name) => args.text(name) !== null && args.choice(name) !== false);
    if (given === undefined || actions.includes(action)) continue;
    const place = given === "file" ? "cid" : `--${given}`;
    throw new InputError(
      place,
      JSON.stringify(args.text(given)),
      `cid ${actions.join(" or ")}, not ${action}`,
    );
  }
}
