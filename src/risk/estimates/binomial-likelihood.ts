// How likely each number of successes is at each of some probabilities.

/**
 * Binomial probabilities of 0, 1, ..., n successes in n trials, for each probability of success: [n + 1][probabilities]. Each is exact to
 * some 1e-12 of its size; 0 where it is too small for a number.
 */
export function binomialLikelihood(trials: number, probabilities: Float64Array): readonly Float64Array[] {
  let logChoices = 0;
  return Array.from({ length: trials + 1 }, (_, successes) => {
    if (successes > 0) logChoices += Math.log((trials - successes + 1) / successes);
    return probabilities.map((probability) =>
      Math.exp(
        logChoices +
          times(successes, Math.log(probability)) +
          times(trials - successes, Math.log1p(-probability)),
      ),
    );
  });
}

/** 0 x -Infinity is 0 here: what cannot happen did not. */
function times(count: number, logarithm: number): number {
  return count === 0 ? 0 : count * logarithm;
}
