// Where a playing replay stands and what each key does to it; knows no terminal.

export interface PlayerState {
  readonly episode: number;
  /** The frame that is shown; 0 is before the first action. */
  readonly step: number;
  readonly playing: boolean;
  /** Steps per second. */
  readonly speed: number;
  readonly done: boolean;
}

/** Frames of each episode, one more than its steps. [episodes] */
export type EpisodeLengths = readonly number[];

/** What a player may be told: the names of its keys, and the clock. */
export type PlayerEvent =
  | "tick"
  | "pause"
  | "forward"
  | "back"
  | "next"
  | "previous"
  | "faster"
  | "slower"
  | "quit";

const [slowest, fastest] = [0.25, 64];
/** Ticks that the last frame of an episode stays before the next one begins. */
export const restingSteps = 4;

/** The next state; every key but quit keeps the player within its episodes. */
export function play(state: PlayerState, event: PlayerEvent, lengths: EpisodeLengths): PlayerState {
  const last = (lengths[state.episode] ?? 1) - 1;
  const shown = Math.min(state.step, last);
  switch (event) {
    case "tick":
      return state.playing ? ticked(state, last, lengths.length) : state;
    case "pause":
      return { ...state, step: shown, playing: !state.playing };
    case "forward":
      return { ...state, playing: false, step: Math.min(last, shown + 1) };
    case "back":
      return { ...state, playing: false, step: Math.max(0, shown - 1) };
    case "next":
      return { ...state, step: 0, episode: (state.episode + 1) % lengths.length };
    case "previous":
      return { ...state, step: 0, episode: (state.episode + lengths.length - 1) % lengths.length };
    case "faster":
      return { ...state, speed: Math.min(fastest, state.speed * 2) };
    case "slower":
      return { ...state, speed: Math.max(slowest, state.speed / 2) };
    case "quit":
      return { ...state, done: true };
  }
}

/** Counts on past the last frame while it rests, then goes to the next episode, or ends after the last one. */
function ticked(state: PlayerState, last: number, episodes: number): PlayerState {
  if (state.step < last + restingSteps) return { ...state, step: state.step + 1 };
  if (state.episode + 1 < episodes) return { ...state, episode: state.episode + 1, step: 0 };
  return { ...state, done: true };
}

const keys: Readonly<Record<string, PlayerEvent>> = {
  " ": "pause",
  "\u001b[C": "forward",
  "\u001b[D": "back",
  "\u001b[A": "faster",
  "\u001b[B": "slower",
  n: "next",
  p: "previous",
  q: "quit",
  "\u0003": "quit",
  "\u0004": "quit",
};

/** What the bytes of a key press mean; null for other keys. */
export function eventOfKey(key: string): PlayerEvent | null {
  return Object.hasOwn(keys, key) ? (keys[key] ?? null) : null;
}
