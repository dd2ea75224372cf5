// `innergap play`: a person at the keys of a world, with every objective's score beside the picture.
import { exitCodes } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { frameText } from "../drawing/frame.ts";
import { formatNumber } from "../drawing/numbers.ts";
import { truncateToWidth } from "../drawing/plain-text.ts";
import { beside } from "../drawing/side-by-side.ts";
import { textTableLines } from "../drawing/table.ts";
import type { Environment } from "../environments/environment.ts";
import { levelAt, levelHash } from "../environments/levels.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { bestScores, Game, type Score } from "./game.ts";
import { type GameCommand, type GameKeys, gameKeys } from "./game-keys.ts";
import { isInteractive, onScreen, typedKeys } from "./screen.ts";
import type { Terminal } from "./terminal.ts";
import { usualDiscount, usualHorizon } from "./world-option-specs.ts";
import { levelStream, levelsOfFile, type World, worldOf } from "./world-options.ts";

export const execute: Execute = async (args, terminal, interruption) => {
  const session = new Session(args);
  const interactive = isInteractive(args, terminal);
  if (interactive) {
    await onScreen(terminal, async (draw) => {
      const show = () => draw(session.lines(terminal, true));
      show();
      await session.takeKeys(interruption.signal, show);
    });
  } else {
    const show = () => {
      for (const line of session.lines(terminal, false)) terminal.print(line);
      terminal.print();
    };
    show();
    await session.takeKeys(interruption.signal, show, (key) =>
      terminal.say(`the key ${JSON.stringify(key)} does nothing`),
    );
  }
  session.keep();
  terminal.record({
    kind: "done",
    result: { environment: session.environment.id, episodes: session.episodes },
  });
  return interruption.exitCode() ?? exitCodes.ok;
};

/** An episode as it was played, for the record. */
interface PlayedEpisode {
  readonly level: string;
  readonly hash: string;
  readonly actions: readonly string[];
  readonly over: "world" | "time" | null;
  /** Of every objective by its name. `best` is null while the episode is not over and where the level is too large. */
  readonly scores: Readonly<Record<string, Score & { readonly best: Score | null }>>;
}

class Session {
  readonly environment: Environment;
  readonly episodes: PlayedEpisode[] = [];
  readonly #next: () => Uint8Array;
  readonly #game: Game;
  readonly #keys: GameKeys;
  readonly #discount: number;
  #number = 1;
  /** Of the level that is played, once they were asked for; null where there are too many states. */
  #best: readonly Score[] | null | undefined;

  constructor(args: Arguments) {
    const world = worldOf(args);
    const seed = args.whole("seed", 0, 2 ** 31 - 1) ?? 0;
    const { environment, next } = levelsToPlay(world, args.text("file"), seed);
    const horizon = args.whole("horizon", 1, 1_000_000) ?? world.horizon ?? usualHorizon;
    this.environment = environment;
    this.#next = next;
    this.#discount = args.number("discount", 0, 0.999999) ?? usualDiscount;
    this.#game = new Game(environment, horizon, next(), Rng.fromSeed(seed).fork("chances"));
    this.#keys = gameKeys(environment.actions);
  }

  /** Plays until the keys end or quit; `show` is called after each that changed something, `lost` for each that means nothing. */
  async takeKeys(signal: AbortSignal, show: () => void, lost?: (key: string) => void): Promise<void> {
    for await (const key of typedKeys(signal)) {
      const meant = this.#keys.byKey.get(key);
      if (meant === undefined) {
        if (key.trim() !== "") lost?.(key);
        continue;
      }
      if ("action" in meant) this.#game.act(meant.action);
      else if (meant.command === "quit") return;
      else this.#obey(meant.command);
      show();
    }
  }

  #obey(command: Exclude<GameCommand, "quit">): void {
    if (command === "undo") {
      this.#game.undo();
      return;
    }
    this.keep();
    if (command === "restart") {
      this.#game.start(this.#game.level);
      return;
    }
    this.#best = undefined;
    this.#number++;
    this.#game.start(this.#next());
  }

  /** Adds the episode to the record, unless nothing was done in it. */
  keep(): void {
    const { level, actions, over } = this.#game;
    if (actions.length === 0) return;
    const best = this.#bestScores();
    const scores = this.#game.scores(this.#discount);
    this.episodes.push({
      level: this.environment.printLevel(level),
      hash: levelHash(this.environment, level),
      actions: actions.map((action) => this.environment.actions[action]!),
      over,
      scores: Object.fromEntries(
        this.environment.objectives.map(({ name }, index) => [
          name,
          { ...scores[index]!, best: best?.[index] ?? null },
        ]),
      ),
    });
  }

  /** Once the episode is over: what could have been had. */
  #bestScores(): readonly Score[] | null {
    const { over, level, horizon } = this.#game;
    if (over === null) return null;
    if (this.#best === undefined) this.#best = bestScores(this.environment, level, horizon, this.#discount);
    return this.#best;
  }

  lines(terminal: Terminal, withKeys: boolean): readonly string[] {
    // One column stays free: a full line wraps in some terminals.
    const width = terminal.width - 1;
    const fitted = (line: string) => truncateToWidth(line, width);
    const { frame } = this.#game;
    const picture = frameText({ ...frame, notes: [] }, this.environment.objects, terminal);
    const notes = frame.notes.map(({ label, value }) => `${label} ${value}`);
    const side = [...notes, ...(notes.length > 0 ? [""] : []), ...this.#scoreTable(width)].map(fitted);
    return [
      fitted(`${this.environment.name}  level ${this.#number}  ${this.#moment()}`),
      ...beside(picture, side, width),
      ...this.#ending().map(fitted),
      ...(withKeys ? [fitted(this.#keys.help)] : []),
    ];
  }

  /** "step 3 of 64: right (key-collected)". */
  #moment(): string {
    const { actions, horizon } = this.#game;
    const last = actions.at(-1);
    if (last === undefined) return `step 0 of ${horizon}`;
    const events = this.#game.lastEvents().join(", ");
    const action = this.environment.actions[last];
    return `step ${actions.length} of ${horizon}: ${action}${events === "" ? "" : ` (${events})`}`;
  }

  #ending(): string[] {
    const { over } = this.#game;
    if (over === null) return [];
    const why = over === "world" ? "Over: the world ends it." : "Over: time is up.";
    if (this.#bestScores() === null)
      return [`${why} This level has too many states to tell what could have been had.`];
    const expected = this.environment.stochastic ? " in expectation" : "";
    return [`${why} Best: the most that any play earns here${expected}.`];
  }

  #scoreTable(width: number): readonly string[] {
    const best = this.#bestScores();
    const titles = [
      "objective",
      "score",
      "discounted",
      ...(best === null ? [] : ["best", "best discounted"]),
    ];
    const columns = titles.map((title, index) => ({
      title,
      align: index === 0 ? ("left" as const) : ("right" as const),
    }));
    const rows = this.#game.scores(this.#discount).map((score, index) => {
      const { name } = this.environment.objectives[index]!;
      const label = name === this.environment.baseObjective ? `${name} (base)` : name;
      return { cells: [label, ...figures(score), ...(best === null ? [] : figures(best[index]!))] };
    });
    return textTableLines({ columns, rows }, width);
  }
}

function figures({ total, discounted }: Score): string[] {
  return [formatNumber(total, 2).replace(/\.00$/, ""), formatNumber(discounted, 2)];
}

/** The world and its levels one after the other: those of the file over and over, or random ones without end. */
function levelsToPlay(
  world: World,
  file: string | null,
  seed: number,
): { readonly environment: Environment; readonly next: () => Uint8Array } {
  if (file !== null) {
    const levels = levelsOfFile(world, file);
    let index = 0;
    return { environment: levels.environment, next: () => levelAt(levels, index++ % levels.count).slice() };
  }
  const environment = world.definition.create(world.parameters);
  const distribution = world.definition.levels(environment, world.levelParameters);
  const rng = levelStream(seed);
  const next = () => {
    const level = new Uint8Array(environment.levelLength);
    distribution.generate(rng, level, 0);
    return level;
  };
  return { environment, next };
}
