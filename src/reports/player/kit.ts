// What the replay player is made of: the functions that its parts reach each other by, and what they hand about.
import type { PlayerData, PlayerLevel, PlayerMoment, PlayerScene, PlayerTrack, PlayerWorld } from "./data.ts";

/** Something in the page that can show any of its episode's moments. */
export interface PlayerGrid {
  readonly svg: SVGElement;
  show(step: number): void;
}

/** The things on a grid, redrawn where they change. */
export interface PlayerThings {
  readonly node: SVGElement;
  show(cells: readonly string[]): void;
}

/** One track's episode as it stands in the page. */
export interface PlayerBoard {
  readonly node: HTMLElement;
  /** Index of its last moment. */
  readonly last: number;
  readonly label: string;
  /** What happens in a step; after the end, what happened last. */
  text(step: number): string;
  show(step: number): void;
}

export interface PlayerControls {
  readonly setting: HTMLSelectElement;
  readonly deployed: HTMLSelectElement;
  readonly policy: HTMLSelectElement;
  readonly episode: HTMLSelectElement;
  readonly speed: HTMLSelectElement;
  readonly slider: HTMLInputElement;
  readonly counter: HTMLElement;
  readonly play: HTMLElement;
  readonly stage: HTMLElement;
  readonly live: HTMLElement;
}

export interface PlayerChoices {
  scenes(): PlayerScene[];
  /** Fills every list from what is chosen in those before it. */
  refill(wanted?: { setting?: string; deployed?: string }): void;
}

/** The grids of one scene as they stand in the page. */
export interface PlayerStage {
  readonly node: HTMLElement;
  readonly side: string;
  readonly boards: readonly PlayerBoard[];
}

export interface PlayerClock {
  pause(): void;
  play(): void;
  isPlaying(): boolean;
}

/**
 * Everything that the player is made of. Its functions reach each other through this object only and import nothing,
 * so that their text means the same in the page, whatever a compiler or bundler has called them.
 */
export interface PlayerKit {
  moments(
    data: Pick<PlayerData, "levels" | "moves">,
    world: PlayerWorld,
    episode: readonly number[],
  ): PlayerMoment[];
  score(weights: readonly number[], totals: readonly number[]): number;
  stepText(world: PlayerWorld, moment: PlayerMoment): string;
  node(tag: string, attributes: Record<string, string>, text?: string): HTMLElement;
  svgNode(tag: string, attributes: Record<string, string | number>): SVGElement;
  list(
    kit: PlayerKit,
    className: string,
    labels: readonly string[],
  ): readonly [HTMLElement, readonly HTMLElement[]];
  ground(kit: PlayerKit, height: number, width: number): readonly SVGElement[];
  things(kit: PlayerKit, level: PlayerLevel, world: PlayerWorld): PlayerThings;
  grid(
    kit: PlayerKit,
    level: PlayerLevel,
    world: PlayerWorld,
    moments: readonly PlayerMoment[],
    label: string,
  ): PlayerGrid;
  board(
    kit: PlayerKit,
    data: PlayerData,
    world: PlayerWorld,
    track: PlayerTrack,
    episode: readonly number[],
  ): PlayerBoard;
  controls(root: HTMLElement): PlayerControls;
  fill(
    kit: PlayerKit,
    select: HTMLSelectElement,
    options: readonly (readonly [string, string])[],
    wanted?: string,
  ): void;
  choices(kit: PlayerKit, data: PlayerData, controls: PlayerControls): PlayerChoices;
  scene(kit: PlayerKit, data: PlayerData, scene: PlayerScene, policy: string, episode: number): PlayerStage;
  clock(stepsPerSecond: () => number, advance: () => boolean, changed: (on: boolean) => void): PlayerClock;
  startWhenSeen(root: HTMLElement, stage: HTMLElement, play: () => void): void;
  bind(root: HTMLElement, slider: HTMLElement, actions: Record<string, () => void>): void;
  mount(kit: PlayerKit, root: HTMLElement, data: PlayerData): void;
}
