// How likely a monster takes each of its moves, as integer weights.

/** What a monster can do: the four moves in the order of the agent's, and staying. */
export const monsterOptions = 5;
export const staying = 4;

/**
 * Weights of a move after which the mouse is one step farther, as far, or one step nearer. They stand to each other as 1 : e^3 : e^6,
 * that is as exp(-3 x distance after the move). 608 is, among all whole numbers for which four nearer moves and staying sum to at most 2^20,
 * the one where rounding 608 e^3 = 12,212.007 and 608 e^6 = 245,284.706 to whole numbers changes the ratios least, by 1.2 in a million.
 */
export const chaseWeights = { farther: 608, alike: 12_212, nearer: 245_285 } as const;

/**
 * The weights of a monster's options, by which of its four neighbours are floor (bits 0 to 3 of `open`) and which of those are nearer to
 * the mouse (bits 0 to 3 of `nearer`). In a grid every move changes the distance by one. Returns the array [5] to choose by.
 */
export function chaseOptions(open: number, nearer: number): Int32Array {
  return options[(open << 4) | nearer]!;
}

/** The same where the mouse cannot be walked to: all distances are alike. */
export function strayOptions(open: number): Int32Array {
  return strays[open]!;
}

const options = Array.from({ length: 256 }, (_, index) =>
  weights(index >> 4, (action) => ((index >> action) & 1 ? chaseWeights.nearer : chaseWeights.farther)),
);

const strays = Array.from({ length: 16 }, (_, open) => weights(open, () => chaseWeights.alike));

function weights(open: number, weightOf: (action: number) => number): Int32Array {
  return Int32Array.from({ length: monsterOptions }, (_, action) => {
    if (action === staying) return chaseWeights.alike;
    return (open >> action) & 1 ? weightOf(action) : 0;
  });
}
