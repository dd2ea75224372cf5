// `innergap risk` as the table of commands holds it.
import type { CommandSpec } from "./command.ts";
import { actionPositional } from "./game-words.ts";
import { riskActions, riskOptions } from "./risk-options.ts";

export const riskCommand: CommandSpec = {
  name: "risk",
  group: "Find out what there is",
  summary: "how likely is harm when every part is uncertain, which part matters, what to find out next?",
  about: [
    "run draws a model of risk and tells mean, quantiles, the mean of the worst draws, how likely values are exceeded, and the worst cases over what is unknown. sensitivity tells how much of the variance each input makes, alone and with others. voi tells what knowing each part, or seeing further trials of it, would be worth, and which experiment to run next. explain prints the model as a tree with formulas, sources and the runs that feed it.",
    "Models are YAML or JSON files; power-seeking, inner-alignment and inner-alignment-common-causes come with the package. What comes out is what the model's assumptions come to, no forecast.",
  ],
  positionals: [
    actionPositional(Object.keys(riskActions)),
    {
      name: "model-file",
      required: false,
      many: false,
      summary: "a YAML or JSON file, or the name of a model that comes with the package",
    },
  ],
  options: riskOptions,
  examples: [
    {
      line: "innergap risk run --model power-seeking --above .1",
      does: "six uncertain factors: 0.0514 on average, above .1 in 4.3 % of draws",
    },
    {
      line: "innergap risk run my-model.yaml --set 'goal_gap={beta: [2, 8]}' --out report.html",
      does: "your own model, one quantity redefined, everything on one page",
    },
    {
      line: "innergap risk sensitivity --model inner-alignment --json | tail -n 1",
      does: "Sobol indices with intervals as one JSON object",
    },
    {
      line: "innergap risk voi --model inner-alignment --observations 20",
      does: "which leaf is worth twenty further trained agents?",
    },
    { line: "innergap risk explain power-seeking --text > my-model.yaml", does: "a model to begin with" },
  ],
  load: () => import("./risk.ts"),
};
