// The factorised estimate of existential catastrophe from power-seeking AI (Carlsmith 2022, 2206.13353): six factors, .051376.

/** As YAML. Figures: the report's first estimate, "about 5 %"; its author later said more than 10 %. */
export const powerSeeking = `name: power-seeking
title: Existential catastrophe from power-seeking AI by 2070
source: Carlsmith 2022, Is Power-Seeking AI an Existential Risk?, arXiv 2206.13353
note: Each factor is conditional on those before it. Beliefs about a factor of mean m are Beta(20 m, 20 (1 - m)), our own width.
quantities:
  timelines:
    title: It becomes possible and affordable to build advanced, planning, strategically aware systems
    unit: probability
    beta: { mean: 0.65, concentration: 20 }
  incentives:
    title: There are strong incentives to build and deploy them
    unit: probability
    beta: { mean: 0.80, concentration: 20 }
  alignment_hard:
    title: Building them so that they do not seek power is much harder than building them at all
    unit: probability
    beta: { mean: 0.40, concentration: 20 }
  high_impact:
    title: Some such systems seek power in high-impact ways
    unit: probability
    beta: { mean: 0.65, concentration: 20 }
  disempowerment:
    title: This scales to the disempowerment of humanity
    unit: probability
    beta: { mean: 0.40, concentration: 20 }
  catastrophe:
    title: The disempowerment is an existential catastrophe
    unit: probability
    beta: { mean: 0.95, concentration: 20 }
  risk:
    title: All of it comes true
    unit: probability
    product: [timelines, incentives, alignment_hard, high_impact, disempowerment, catastrophe]
outcome: risk
`;
