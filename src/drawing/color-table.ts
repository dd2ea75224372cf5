// The colours of pictures by number, for formats with at most 256 of them.

/** Stands for a pixel that is not drawn. */
export const undrawn = 0xffff;

/** Numbers colours (0xRRGGBB) in the order in which they are met. */
export class ColorNumbers {
  readonly #numbers = new Map<number, number>();

  /** The number of every colour; `undrawn` where it is the colour `before` at the same place. */
  of(colors: Uint32Array, before?: Uint32Array): Uint16Array {
    const numbers = new Uint16Array(colors.length);
    let last = -1;
    let number = 0;
    for (let pixel = 0; pixel < colors.length; pixel++) {
      const color = colors[pixel]!;
      if (before !== undefined && before[pixel] === color) {
        numbers[pixel] = undrawn;
        continue;
      }
      if (color !== last) number = this.#numberOf(color);
      last = color;
      numbers[pixel] = number;
    }
    return numbers;
  }

  #numberOf(color: number): number {
    const known = this.#numbers.get(color);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    if (number === undrawn) throw new Error(`more than ${undrawn} colours in one file`);
    this.#numbers.set(color, number);
    return number;
  }

  /** A table of at most `most` colours; where there are more, channels are rounded down to fewer bits until there are not. */
  table(most: number): ColorTable {
    const exact = [...this.#numbers.keys()];
    for (let dropped = 0; ; dropped++) {
      const mask = ((255 << dropped) & 255) * 0x010101;
      const colors = [...new Set(exact.map((color) => color & mask))].sort((a, b) => a - b);
      if (colors.length > most) continue;
      const entries = new Uint8Array(undrawn + 1);
      exact.forEach((color, number) => {
        entries[number] = colors.indexOf(color & mask);
      });
      entries[undrawn] = colors.length;
      return new ColorTable(colors, entries);
    }
  }
}

export class ColorTable {
  constructor(
    /** 0xRRGGBB */
    readonly colors: readonly number[],
    readonly entries: Uint8Array,
  ) {}

  /** The entry of each number; one past the last colour for what is not drawn. */
  entriesOf(numbers: Uint16Array): Uint8Array {
    const found = new Uint8Array(numbers.length);
    for (let pixel = 0; pixel < found.length; pixel++) found[pixel] = this.entries[numbers[pixel]!]!;
    return found;
  }
}
