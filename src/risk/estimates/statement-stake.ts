// Where nothing is decided: the outcome is to be stated, and information is worth what it takes off the mean squared error.
import { mean } from "../../base/stats.ts";
import { binTotals, type ConditionalSums, total } from "./conditional-sums.ts";
import type { Stake, Worth } from "./stake.ts";

/**
 * The stake of stating a number for the outcome at the cost of the squared error. Everything: V(Y). Knowing X: V(E(Y | X)), which over V(Y)
 * is the first-order index of X; in bins, the mean product of the two halves' conditional means, which has no bias from their noise.
 */
export function statementStake(outcome: Float64Array, replicates: number): Stake {
  const centre = mean(outcome);
  const size = outcome.length / replicates;
  const centred = outcome.map((value) => value - centre);
  return {
    targets: [centred],
    everything() {
      const byReplicate = new Float64Array(replicates);
      centred.forEach((value, draw) => {
        byReplicate[Math.floor(draw / size)]! += value ** 2 / size;
      });
      return { value: mean(byReplicate), byReplicate };
    },
    knowing(sums) {
      const [sum] = sums.sums as [Float64Array];
      const plugIn = explained(
        sums,
        (bin) => total(sum, bin, replicates) / total(sums.counts, bin, replicates),
      );
      let crossFitted = 0;
      for (let bin = 0; bin < sums.bins; bin++) {
        const halves = [0, 1].map((half) => {
          const count = total(sums.counts, bin, replicates, half, 2);
          return count === 0 ? 0 : total(sum, bin, replicates, half, 2) / count;
        });
        crossFitted += halves[0]! * halves[1]! * (total(sums.counts, bin, replicates) / outcome.length);
      }
      return {
        value: crossFitted,
        byReplicate: plugIn.byReplicate,
        plugIn: plugIn.value,
        crossFitted,
      };
    },
    hearing(sums, likelihood) {
      const [sum] = sums.sums as [Float64Array];
      // Over messages, the mean of 2 s Y - s^2 with the statement s = E(Y | message); both moments of s in each bin.
      const [statement, square] = [new Float64Array(sums.bins), new Float64Array(sums.bins)];
      const counts = binTotals(sums.counts, sums.bins, replicates);
      const totals = binTotals(sum, sums.bins, replicates);
      for (const message of likelihood) {
        let [weight, value] = [0, 0];
        for (let bin = 0; bin < sums.bins; bin++) {
          weight += message[bin]! * counts[bin]!;
          value += message[bin]! * totals[bin]!;
        }
        if (weight === 0) continue;
        const stated = value / weight;
        for (let bin = 0; bin < sums.bins; bin++) {
          statement[bin]! += message[bin]! * stated;
          square[bin]! += message[bin]! * stated ** 2;
        }
      }
      return explained(
        sums,
        (bin) => statement[bin]!,
        (bin) => square[bin]!,
      );
    },
  };

  /** What stating s in each bin takes off the squared error: the mean of 2 s Y - s^2. */
  function explained(
    sums: ConditionalSums,
    statement: (bin: number) => number,
    square = (bin: number) => statement(bin) ** 2,
  ): Worth {
    const byReplicate = new Float64Array(replicates);
    for (let bin = 0; bin < sums.bins; bin++) {
      const [first, second] = [statement(bin), square(bin)];
      for (let replicate = 0; replicate < replicates; replicate++) {
        const cell = bin * replicates + replicate;
        byReplicate[replicate]! += (2 * first * sums.sums[0]![cell]! - second * sums.counts[cell]!) / size;
      }
    }
    return { value: mean(byReplicate), byReplicate };
  }
}
