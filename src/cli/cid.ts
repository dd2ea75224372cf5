// `innergap cid`: what a diagram's edges and numbers say, drawn, solved, made by chance; and which pseudo-alignment an objective graph shows.
import { exitCodes } from "../base/errors.ts";
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

export const execute: Execute = async (args, terminal) => {
  const result = steps[actionOf(args, cidActions)](args, terminal);
  terminal.record({ kind: "done", result });
  return exitCodes.ok;
};
