// The command that asks influence diagrams, as the table of commands holds it.
import { cidActions } from "./cid-words.ts";
import type { CommandSpec } from "./command.ts";
import { actionPositional } from "./game-words.ts";

export const cidCommand: CommandSpec = {
  name: "cid",
  group: "Find out what there is",
  summary:
    "which incentives does a setup create? influence diagrams and objective graphs, analysed, drawn, solved",
  about: [
    "analyse tells from a diagram's edges what a decision has reason to know, to respond to and to control; draw writes the picture; solve works out optimal policies, or equilibria, and what information and control are worth, where the diagram has numbers; random draws a diagram by chance; classify tells which kind of pseudo-alignment an objective graph shows.",
    "A diagram is given by --edges, as a JSON FILE (of a diagram, a model with numbers, or an objective graph), as a published --example, as a --story, or derived from a --world.",
  ],
  positionals: [
    actionPositional(cidActions),
    {
      name: "file",
      required: false,
      many: false,
      summary: "JSON of a diagram, a model or an objective graph",
    },
  ],
  options: [
    {
      name: "edges",
      type: "text",
      value: "EDGES",
      summary: "the edges: 'S->X, X->D, D->U'; names with spaces in quotes",
    },
    {
      name: "decisions",
      type: "text",
      repeat: true,
      value: "NAMES",
      summary:
        "with --edges: which nodes decide, D or D1,D2; with several agents alice=D1, repeated. random: how many (default: 1)",
    },
    {
      name: "utilities",
      type: "text",
      repeat: true,
      value: "NAMES",
      summary: "with --edges: which nodes are wanted, in the same way. random: how many (default: 1)",
    },
    { name: "example", type: "text", value: "NAME", summary: "a published diagram, such as grade-predictor" },
    {
      name: "story",
      type: "text",
      value: "NAME",
      summary: "a story of pseudo-alignment; classify --story list lists them",
    },
    { name: "world", type: "text", value: "NAME", summary: "the diagram of one of our worlds" },
    {
      name: "objective",
      type: "text",
      value: "NAME",
      summary: "with --world: what is wanted (default: the base objective)",
    },
    {
      name: "graph",
      type: "text",
      value: "NAME",
      summary: "draw of an objective graph: training (default), deployment, believed",
    },
    { name: "nodes", type: "number", value: "N", summary: "random: nodes in all (default: 8)" },
    { name: "agents", type: "number", value: "N", summary: "random: agents (default: 1)" },
    {
      name: "density",
      type: "number",
      value: "SHARE",
      summary: "random: share of the possible edges (default: 0.4)",
    },
    {
      name: "sufficient-recall",
      type: "flag",
      summary: "random: a diagram in which each decision recalls enough",
    },
    { name: "seed", type: "number", value: "N", summary: "random: seed (default: 0)" },
    {
      name: "out",
      alias: "o",
      type: "text",
      value: "FILE",
      summary: "draw, random: write to .svg, .html, .dot or .txt; random also to .json",
    },
  ],
  examples: [
    {
      line: "innergap cid analyse --edges 'S->X,X->D,D->U,S->U' --decisions D --utilities U",
      does: "what D has reason to know and to control",
    },
    {
      line: "innergap cid draw --example content-recommender --out recommender.svg",
      does: "the picture with its incentives",
    },
    {
      line: "innergap cid solve --example three-value-signal --json",
      does: "the best policy, and what information is worth",
    },
    { line: "innergap cid classify --story robot", does: "deceptive, with the path that shows it" },
  ],
  load: () => import("./cid.ts"),
};
