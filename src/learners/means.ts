// Running means of figures by name.

/** Means over the records that were added; a name counts where it is given. */
export class Means {
  readonly #sums: Record<string, number> = {};
  readonly #counts: Record<string, number> = {};

  add(numbers: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(numbers)) {
      this.#sums[name] = (this.#sums[name] ?? 0) + value;
      this.#counts[name] = (this.#counts[name] ?? 0) + 1;
    }
  }

  values(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.#counts[name]!]),
    );
  }
}
