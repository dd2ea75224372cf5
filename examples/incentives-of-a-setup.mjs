// @ts-check
// Which incentives does a setup create, before anything is trained? A recommender that is paid for clicks, and the same one paid by
// what people wanted before it came: only the first one wants to change them. No engine is loaded.
import {
  analyseIncentives,
  influenceDiagram,
  influenceModel,
  instrumentalControl,
  nodeNamed,
  optimalPolicy,
  probability,
} from "innergap/causal";

const setups = { "paid by clicks": "wanted after", "paid by forecasts": "wanted before" };
const wishes = ["calm", "outrage"];
/** Outrage is clicked on twice as often, where it is wanted; six in ten of those who are shown it come to want it. */
const clicks = (/** @type {unknown} */ wanted, /** @type {unknown} */ shown) =>
  wanted === shown ? (shown === "outrage" ? 1 : 0.5) : 0;

for (const [setup, counts] of Object.entries(setups)) {
  const diagram = influenceDiagram({
    edges: [
      ["wanted before", "shown"],
      ["wanted before", "wanted after"],
      ["shown", "wanted after"],
      [counts, "paid"],
      ["shown", "paid"],
    ],
    decisions: ["shown"],
    utilities: ["paid"],
  });
  const { instrumentalControlIncentive: controls } = analyseIncentives(diagram);
  const model = influenceModel(diagram, {
    domains: { "wanted before": wishes, shown: wishes, "wanted after": wishes },
    tables: {
      "wanted before": [[0.7, 0.3]],
      "wanted after": ({ "wanted before": before, shown }) =>
        before === shown ? before : shown === "outrage" ? [0.4, 0.6] : [0.5, 0.5],
      paid: (values) => clicks(values[counts], values.shown),
    },
  });
  const { policy, value } = optimalPolicy(model);
  const { size } = instrumentalControl(
    model,
    nodeNamed(diagram, "wanted after"),
    nodeNamed(diagram, "shown"),
  );
  const outraged = probability(model, policy, { "wanted after": "outrage" });
  console.log(`${setup}: an incentive to control ${/** @type {string[]} */ (controls).join(", ")}`);
  console.log(
    `  of what is wanted after, by ${size.toFixed(2)}; pays ${value.toFixed(2)}, and ${outraged.toFixed(2)} want outrage, of .30 before`,
  );
}
