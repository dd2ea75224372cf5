// Words over seeds, counted.

/** Each word once, in the order of first mention, with how often it stands there where that is more than once: "red 2, undecided". */
export function tallied(words: readonly string[]): string {
  const kinds = [...new Set(words)].map(
    (word) => [word, words.filter((one) => one === word).length] as const,
  );
  return kinds.map(([word, count]) => (count === 1 ? word : `${word} ${count}`)).join(", ");
}
