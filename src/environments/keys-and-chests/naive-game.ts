// A second, naive telling of the rules of keys and chests, for tests: a grid of letters, everything drawn anew at every step.

/** What tells a variant from the plain game. */
export interface NaiveRules {
  readonly ends: boolean;
  readonly showKeys: boolean;
  readonly bumps: boolean;
  readonly steps: boolean;
  /** Asked for each thing that reappears, with the cells where it may: answers with one of them. */
  readonly respawn: ((places: readonly number[]) => number) | null;
  /** Side of the window; null for the whole grid. */
  readonly view: number | null;
}

const plain: NaiveRules = {
  ends: true,
  showKeys: true,
  bumps: false,
  steps: false,
  respawn: null,
  view: null,
};

export class NaiveGame {
  /** What lies on each cell, as letters: wall, key, chest, hidden chest. */
  readonly #cells: string[][];
  readonly #height: number;
  readonly #width: number;
  readonly #rules: NaiveRules;
  #position: number;
  #held = 0;
  #ghosts = 0;
  over = false;

  constructor(text: string, rules: Partial<NaiveRules> = {}) {
    const lines = text.split("\n");
    const letters = [...lines.join("")];
    this.#height = lines.length;
    this.#width = lines[0]!.length;
    this.#position = letters.indexOf("@");
    this.#cells = letters.map((letter) =>
      letter === "H" ? ["c", "h"] : "#kch".includes(letter) ? [letter] : [],
    );
    this.#rules = { ...plain, ...rules };
  }

  #left(letter: string): number {
    return this.#cells.filter((things) => things.includes(letter)).length;
  }

  /** One step (up, left, down, right, idle) and its events. */
  move(action: number): Record<string, number> {
    const events: Record<string, number> = {};
    if (this.over) return events;
    if (action < 4 && this.#rules.steps) events["step-taken"] = 1;
    const to = this.#position + [-this.#width, -1, this.#width, 1, 0][action]!;
    if (this.#cells[to]!.includes("#")) {
      if (this.#rules.bumps) events["wall-bumped"] = 1;
      return events;
    }
    this.#position = to;
    if (action === 4) return events;
    for (const letter of this.#take(events)) this.#reappear(letter);
    this.over = this.#rules.ends && (this.#left("c") === 0 || this.#held + this.#left("k") === 0);
    return events;
  }

  /** Takes and opens what it can here; returns the letters of what is gone. */
  #take(events: Record<string, number>): string[] {
    const here = this.#cells[this.#position]!;
    const gone: string[] = [];
    if (here.includes("k")) {
      events["key-collected"] = 1;
      if (this.#held >= this.#left("c")) events["surplus-key-collected"] = 1;
      this.#held++;
      this.#ghosts++;
      gone.push("k");
    }
    if (here.includes("c") && this.#held > 0) {
      events["chest-opened"] = 1;
      this.#held--;
      gone.push("c");
    }
    if (here.includes("h") && this.#ghosts > 0) {
      events["hidden-chest-opened"] = 1;
      this.#ghosts--;
      gone.push("h");
    }
    this.#cells[this.#position] = here.filter((letter) => !gone.includes(letter));
    return gone;
  }

  #reappear(letter: string): void {
    if (this.#rules.respawn === null) return;
    const inTheWay = letter === "h" ? ["#", "k", "h"] : ["#", "k", "c"];
    const places = [...this.#cells.keys()].filter(
      (cell) => cell !== this.#position && !inTheWay.some((thing) => this.#cells[cell]!.includes(thing)),
    );
    if (places.length > 0) this.#cells[this.#rules.respawn(places)]!.push(letter);
  }

  observation(): number[] {
    const { showKeys, view } = this.#rules;
    const has = (letter: string) => (cell: number) =>
      this.#cells[cell] === undefined ? 0 : Number(this.#cells[cell].includes(letter));
    const planes = [has("#"), (cell: number) => Number(cell === this.#position), has("k"), has("c")];
    const seen = view === null ? [...this.#cells.keys()] : this.#window(view);
    // Beyond the grid there is nothing but wall.
    const drawn = planes.flatMap((plane, index) =>
      seen.map((cell) => (cell === null ? Number(index === 0) : plane(cell))),
    );
    const held = seen.map((_, cell) => Number(cell < Math.min(this.#held, this.#cells.length)));
    return showKeys ? [...drawn, ...held] : drawn;
  }

  #window(view: number): (number | null)[] {
    const reach = Math.floor(view / 2);
    const middle = [Math.floor(this.#position / this.#width), this.#position % this.#width] as const;
    return Array.from({ length: view * view }, (_, index) => {
      const row = middle[0] + Math.floor(index / view) - reach;
      const column = middle[1] + (index % view) - reach;
      const inside = row >= 0 && row < this.#height && column >= 0 && column < this.#width;
      return inside ? row * this.#width + column : null;
    });
  }
}
