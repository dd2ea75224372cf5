// A decision between options with uncertain payoffs: information is worth what a better choice gains.
import { binTotals, type ConditionalSums, total } from "./conditional-sums.ts";
import type { Stake, Worth } from "./stake.ts";

/**
 * The stake of choosing one of some options by their payoffs (replicates of equal length, one after the other; more is better).
 * Everything: E max - max E. Knowing X: E_X max E(payoff | X) - max E, where the conditional means are those of bins. Choosing and valuing on
 * the same draws overstates, choosing on one half of the replicates and valuing on the other understates; where the difference between
 * options crosses zero linearly the two errors are as 1 to 2, so the value is (2 plug-in + cross-fitted) / 3.
 */
export function decisionStake(payoffs: readonly Float64Array[], replicates: number): Stake {
  const draws = payoffs[0]!.length;
  const size = draws / replicates;
  const best = indexOfMost(payoffs.map((payoff) => payoff.reduce((sum, value) => sum + value, 0)));
  return {
    targets: payoffs,
    everything() {
      const byReplicate = new Float64Array(replicates);
      for (let draw = 0; draw < draws; draw++) {
        let most = Number.NEGATIVE_INFINITY;
        for (const payoff of payoffs) most = Math.max(most, payoff[draw] as number);
        byReplicate[Math.floor(draw / size)]! += (most - (payoffs[best]![draw] as number)) / size;
      }
      return worthOf(byReplicate);
    },
    knowing(sums) {
      const choices = Int32Array.from({ length: sums.bins }, (_, bin) => choice(sums, bin));
      const plugIn = gained(sums, (bin, option) => (choices[bin] === option ? 1 : 0));
      const crossFitted = crossFittedGain(sums);
      return {
        value: (2 * plugIn.value + crossFitted) / 3,
        byReplicate: plugIn.byReplicate,
        plugIn: plugIn.value,
        crossFitted,
      };
    },
    hearing(sums, likelihood) {
      const chosen = payoffs.map(() => new Float64Array(sums.bins));
      const totals = sums.sums.map((sum) => binTotals(sum, sums.bins, replicates));
      for (const message of likelihood) {
        const means = totals.map((bins) => {
          let value = 0;
          for (let bin = 0; bin < sums.bins; bin++) value += message[bin]! * bins[bin]!;
          return value;
        });
        const shares = chosen[indexOfMost(means)]!;
        for (let bin = 0; bin < sums.bins; bin++) shares[bin]! += message[bin]!;
      }
      return gained(sums, (bin, option) => chosen[option]![bin]!);
    },
  };

  /** Gain over the option that is best without information, choosing options with these probabilities in each bin. */
  function gained(sums: ConditionalSums, share: (bin: number, option: number) => number): Worth {
    const byReplicate = new Float64Array(replicates);
    sums.sums.forEach((sum, option) => {
      for (let bin = 0; bin < sums.bins; bin++) {
        const weight = (share(bin, option) - (option === best ? 1 : 0)) / size;
        if (weight === 0) continue;
        for (let replicate = 0; replicate < replicates; replicate++) {
          byReplicate[replicate]! += weight * sum[bin * replicates + replicate]!;
        }
      }
    });
    return worthOf(byReplicate);
  }

  function crossFittedGain(sums: ConditionalSums): number {
    let gain = 0;
    for (let bin = 0; bin < sums.bins; bin++) {
      for (const half of [0, 1]) {
        const option = choice(sums, bin, half, 2);
        const [won, lost] = [sums.sums[option]!, sums.sums[best]!];
        const other = 1 - half;
        gain += total(won, bin, replicates, other, 2) - total(lost, bin, replicates, other, 2);
      }
    }
    return gain / draws;
  }

  function choice(sums: ConditionalSums, bin: number, from = 0, step = 1): number {
    return indexOfMost(sums.sums.map((sum) => total(sum, bin, replicates, from, step)));
  }
}

function worthOf(byReplicate: Float64Array): Worth {
  const value = byReplicate.reduce((sum, one) => sum + one, 0) / byReplicate.length;
  return { value, byReplicate };
}

/** The first of the greatest. */
function indexOfMost(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
