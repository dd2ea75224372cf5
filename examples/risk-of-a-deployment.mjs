// @ts-check
// A model of risk in a few lines: how likely is harm, which part makes it uncertain, and what should be found out next?
import {
  compileModel,
  draw,
  finished,
  parseModel,
  sobolIndices,
  summariseDraws,
  valueOfInformation,
} from "innergap/risk";

const { program } = compileModel(
  parseModel(`
name: deployment
quantities:
  goal_gap: { beta: { successes: 9, failures: 1 }, unit: probability, note: agents of ten seeds that want the proxy }
  met: { uniform: [0, 0.2], unit: probability, note: how often deployment parts proxy from goal }
  noticed: { beta: [4, 2], unit: probability }
  harm: { product: [goal_gap, met, 1 - noticed], unit: probability }
outcome: harm
decision: { options: { deploy: 1 - 40 * harm, abstain: 0 } }
`),
);
const drawn = finished(draw(program, { quantities: [program.outcome] }, { draws: 65_536 }));
const { mean, tailMeans } = summariseDraws(drawn.quantities[0], drawn.replicates);
console.log(
  `harm ${mean.estimate.toFixed(4)} on average, ${tailMeans[0].value.estimate.toFixed(3)} in the worst twentieth`,
);

const { indices } = finished(sobolIndices(program, program.outcome));
console.log(indices.map(({ input, total }) => `${input} ${total?.estimate.toFixed(2)}`).join(", "));

const { next } = finished(valueOfInformation(program, { observations: 20 }));
console.log(
  next === null
    ? "nothing is worth finding out"
    : `next: 20 trials of ${next.name}, worth ${next.worth.estimate.toFixed(2)} of payoff`,
);
