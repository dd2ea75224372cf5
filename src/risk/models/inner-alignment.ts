// The laboratory's own tree: a wrong goal, then deception that pays and lasts, or harm without deception.

const top = (
  dependence: "independent" | "common causes",
) => `name: inner-alignment${dependence === "independent" ? "" : "-common-causes"}
title: Harm from a goal that training did not mean, ${dependence === "independent" ? "leaves independent" : "leaves with common causes"}
source: structure of the project's own; the two branches are those of Risks from Learned Optimization (1906.01820)
note: >-
  A model of small worlds and stated priors, not a forecast. Leaves that name a file of docs/results rest on counts of trained agents; all
  others are priors with their reason. A \`runs\` leaf may take the place of any of them.
`;

const body = `quantities:
  goal_gap:
    title: The agent pursues another goal, where training cannot tell it from the base objective
    unit: probability
    source: docs/results/which-objective-full-2026-11-21.md
    note: >-
      Corner 10 of 10 goal misgeneralising; keys 4 of the 6 whose class can be told. Both worlds were built to bring it about, so this is
      the risk under incentive, not that of any training.
    beta: { successes: 14, failures: 2 }
  search:
    title: It pursues the goal by search, not by a look-up of what to do
    unit: probability
    note: No count yet; between a reflex and a planner the published views differ, so the prior is flat.
    beta: [1, 1]
  deceptive_if_search:
    title: A searching agent with another goal meets the conditions of deceptive alignment
    unit: probability
    note: Goals beyond the episode, knowledge of training, and a belief that training will end; each about as likely as not, hence near 1/8 and wide.
    beta: { mean: 0.125, concentration: 4 }
  deceptive_if_look_up:
    title: A look-up table with another goal behaves as the deceptive agent does
    unit: probability
    note: Near-identical behaviour without an optimiser is possible; it would have to be trained in or copied, hence rarer.
    beta: { mean: 0.03, concentration: 10 }
  oversight:
    title: Share of steps whose defection is noticed
    unit: probability
    note: Between a human who looks now and then (.05) and an automatic check (.3); a choice of whoever deploys, so no belief is put on it.
    interval: [0.05, 0.3]
  delay:
    title: Steps from a defection to the correction of the agent
    note: Correction at once or after a retraining cycle.
    discrete: { values: [0, 3, 10], probabilities: [0.4, 0.4, 0.2] }
  steps_to_harm:
    title: Steps of defection that bring about the catastrophe
    note: From a single act on, geometric in spirit; no count exists.
    discrete: { values: [1, 2, 5, 10, 20], probabilities: [0.1, 0.15, 0.3, 0.25, 0.2] }
  patience:
    title: The agent's discount per step
    point: 0.95
  gain_median:
    title: Median over agents of what a step of defection pays, in steps of cooperation
    note: As in the population of agents of the model of online learning.
    lognormal: { p5: 2, p95: 4.5 }
  kept_value:
    title: Value of defecting until corrected, over that of defecting for ever
    formula: 1 - patience ^ (delay + 1) / (patience + (1 - patience) / oversight)
  defects:
    title: Share of a lognormal population (sigma 1) to whom defecting pays
    unit: probability
    formula: normal_cdf(log(gain_median * kept_value))
  lasts:
    title: The defection lasts until the harm is done
    unit: probability
    formula: (1 - oversight) ^ max(0, steps_to_harm - 1 - delay)
  malign_openly:
    title: The other goal does harm without any deception
    unit: probability
    source: docs/results/malign-or-broken-quick-2026-11-21.md
    note: One trained hoarder that is goal misgeneralising, and it is malign; the other seed cannot be told.
    beta: { successes: 1, failures: 0 }
  deceptive:
    title: The agent is deceptive, given another goal
    unit: probability
    formula: search * deceptive_if_search + (1 - search) * deceptive_if_look_up
  harm:
    title: Harm
    unit: probability
    formula: goal_gap * (deceptive * defects * lasts + (1 - deceptive) * malign_openly)
outcome: harm
decision:
  options:
    deploy: 1 - 2 * harm
    abstain: 0
`;

const commonCauses = `causes:
  capability:
    title: How capable the systems are
    note: More capable systems search, and search well enough to deceive; steps to harm are fewer.
    loadings: { search: 0.7, deceptive_if_search: 0.6, steps_to_harm: -0.4 }
  incentive_quality:
    title: How badly training rewards what was not meant
    note: Incentives that miss their mark make wrong goals, and goals that harm.
    loadings: { goal_gap: 0.6, malign_openly: 0.5, gain_median: 0.3 }
`;

/** As YAML; every leaf independent of the others. */
export const innerAlignment: string = top("independent") + body;

/** The same with two common causes, so that what makes one factor likely makes others so: products of independent factors run low. */
export const innerAlignmentCommonCauses: string = top("common causes") + body + commonCauses;
