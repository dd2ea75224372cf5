// Which key does what in a game: moves, a world's own actions, and the game itself.

/** What a key may ask for besides an action. */
export type GameCommand = "undo" | "restart" | "next" | "quit";

export type GameKey = { readonly action: number } | { readonly command: GameCommand };

const csi = "\u001b[";
const moves: Readonly<Record<string, readonly string[]>> = {
  up: [`${csi}A`, "\u001bOA", "w", "k"],
  down: [`${csi}B`, "\u001bOB", "s", "j"],
  right: [`${csi}C`, "\u001bOC", "d", "l"],
  left: [`${csi}D`, "\u001bOD", "a", "h"],
};
const commands: Readonly<Record<string, GameCommand>> = {
  u: "undo",
  r: "restart",
  n: "next",
  q: "quit",
  "\u0003": "quit",
  "\u0004": "quit",
};

export interface GameKeys {
  readonly byKey: ReadonlyMap<string, GameKey>;
  /** The keys in words, for the last line of the picture. */
  readonly help: string;
}

/**
 * Arrows, wasd and hjkl move where the world has actions of these names; every other action has the first letter of its name that
 * is free, or else the first free letter or digit.
 */
export function gameKeys(actions: readonly string[]): GameKeys {
  const byKey = new Map<string, GameKey>();
  for (const [key, command] of Object.entries(commands)) byKey.set(key, { command });
  for (const [name, keys] of Object.entries(moves)) {
    const action = actions.indexOf(name);
    if (action >= 0) for (const key of keys) byKey.set(key, { action });
  }
  const others: string[] = [];
  actions.forEach((name, action) => {
    if (Object.hasOwn(moves, name)) return;
    const key = [
      ...name.toLowerCase().replace(/[^a-z0-9]/g, ""),
      ..."abcdefghijklmnopqrstuvwxyz0123456789",
    ].find((letter) => !byKey.has(letter));
    if (key === undefined) return;
    byKey.set(key, { action });
    others.push(`${key} ${name}`);
  });
  const walking = actions.some((name) => Object.hasOwn(moves, name)) ? ["arrows, wasd, hjkl move"] : [];
  return {
    byKey,
    help: [...walking, ...others, "u undo", "r restart", "n next", "q quit"].join("  "),
  };
}
