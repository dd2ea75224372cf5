// The replay player as it runs inside a report: these functions are written into the page as they stand here.
// They refer to each other and to the browser only; whatever they import from elsewhere would be missing there.

/** Names, shapes and weights of one world. */
export interface PlayerWorld {
  readonly actions: readonly string[];
  readonly events: readonly string[];
  /** Shape word by letter. */
  readonly shapes: Readonly<Record<string, string>>;
  readonly objectives: readonly { readonly name: string; readonly weights: readonly number[] }[];
}

/** A grid before the first action; notes as label and value. */
export interface PlayerLevel {
  readonly height: number;
  readonly width: number;
  readonly cells: readonly string[];
  readonly notes: readonly (readonly [string, number])[];
}

/** What one step changes: action, cells as (index, letters) pairs, events as (index, count) pairs, change of each note. */
export type PlayerMove = readonly [
  action: number,
  cells: readonly (number | string)[],
  events: readonly number[],
  notes: readonly number[],
];

/** The recorded episodes of one policy with one seed; each is its level's index followed by its moves'. */
export interface PlayerTrack {
  readonly label: string;
  readonly episodes: readonly (readonly number[])[];
}

/** One deployment of one setting. */
export interface PlayerScene {
  readonly setting: string;
  readonly name: string;
  readonly side: "training" | "deployed";
  readonly title: string;
  readonly world: number;
  readonly policies: readonly {
    readonly policy: string;
    readonly label: string;
    readonly tracks: readonly PlayerTrack[];
  }[];
}

export interface PlayerData {
  readonly worlds: readonly PlayerWorld[];
  readonly levels: readonly PlayerLevel[];
  readonly moves: readonly PlayerMove[];
  readonly scenes: readonly PlayerScene[];
}

/** One moment of an episode. */
export interface PlayerMoment {
  readonly cells: readonly string[];
  readonly notes: readonly number[];
  /** -1 before the first one. */
  readonly action: number;
  /** Events of this step as (index, count) pairs. */
  readonly events: readonly number[];
  /** How often each event has happened so far. [events] */
  readonly totals: readonly number[];
}

/** All moments of an episode, one more than its moves. */
export function playerMoments(
  data: PlayerData,
  world: PlayerWorld,
  episode: readonly number[],
): PlayerMoment[] {
  const level = data.levels[episode[0]!]!;
  let cells = level.cells.slice();
  let notes = level.notes.map((note) => note[1]);
  let totals = world.events.map(() => 0);
  const moments: PlayerMoment[] = [{ cells, notes, action: -1, events: [], totals }];
  for (const index of episode.slice(1)) {
    const [action, changed, events, noteChanges] = data.moves[index]!;
    cells = cells.slice();
    for (let i = 0; i < changed.length; i += 2) cells[changed[i] as number] = changed[i + 1] as string;
    notes = notes.map((value, note) => value + noteChanges[note]!);
    totals = totals.slice();
    for (let i = 0; i < events.length; i += 2) totals[events[i]!]! += events[i + 1]!;
    moments.push({ cells, notes, action, events, totals });
  }
  return moments;
}

/** Sum of weight x count: the score without discount. */
export function playerScore(weights: readonly number[], totals: readonly number[]): number {
  return weights.reduce((sum, weight, event) => sum + weight * totals[event]!, 0);
}

/** What happened in a step, in words. */
export function playerStepText(world: PlayerWorld, moment: PlayerMoment): string {
  if (moment.action < 0) return "start";
  const parts = [world.actions[moment.action]!];
  for (let i = 0; i < moment.events.length; i += 2) {
    const count = moment.events[i + 1]!;
    parts.push(world.events[moment.events[i]!]! + (count > 1 ? ` × ${count}` : ""));
  }
  return parts.join(", ");
}

function playerNode(tag: string, attributes: Record<string, string>, text?: string): HTMLElement {
  const node = document.createElement(tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]!);
  if (text !== undefined) node.textContent = text;
  return node;
}

function playerSvgNode(tag: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) node.setAttribute(name, String(attributes[name]));
  return node;
}

function playerUse(shape: string, cell: number, width: number): SVGElement {
  const at = { x: (cell % width) * 16, y: Math.floor(cell / width) * 16, width: 16, height: 16 };
  return playerSvgNode("use", { href: `#shape-${shape}`, ...at });
}

/** A grid that can show any of its episode's moments. */
function playerGrid(level: PlayerLevel, world: PlayerWorld, moments: readonly PlayerMoment[], label: string) {
  const { height, width } = level;
  const svg = playerSvgNode("svg", {
    viewBox: `0 0 ${width * 16} ${height * 16}`,
    role: "img",
    class: "grid",
  });
  const lines: string[] = [];
  for (let row = 1; row < height; row++) lines.push(`M0 ${row * 16}H${width * 16}`);
  for (let column = 1; column < width; column++) lines.push(`M${column * 16} 0V${height * 16}`);
  svg.append(
    playerSvgNode("rect", { width: width * 16, height: height * 16, class: "floor" }),
    playerSvgNode("path", { d: lines.join(""), class: "cells" }),
  );
  const trail = playerSvgNode("polyline", { class: "trail" });
  const things = playerSvgNode("g", {});
  const groups = level.cells.map(() => playerSvgNode("g", {}));
  things.append(...groups);
  const agents = playerSvgNode("g", {});
  svg.append(trail, things, agents);
  const shown: string[] = level.cells.map(() => "");
  const isAgent = (letter: string) => world.shapes[letter] === "agent";
  const agentCell = (moment: PlayerMoment) => moment.cells.findIndex((letters) => [...letters].some(isAgent));
  const path = moments.map((moment) => agentCell(moment));
  const agent = playerSvgNode("use", { href: "#shape-agent", width: 16, height: 16, class: "agent" });
  if (path[0]! >= 0) agents.append(agent);

  function drawCell(letters: string, cell: number): void {
    if (shown[cell] === letters) return;
    shown[cell] = letters;
    const visible = [...letters].filter((letter) => world.shapes[letter] && !isAgent(letter));
    groups[cell]!.replaceChildren(...visible.map((letter) => playerUse(world.shapes[letter]!, cell, width)));
  }

  return {
    svg,
    show(step: number): void {
      moments[step]!.cells.forEach(drawCell);
      const at = path[step]!;
      if (at >= 0) {
        agent.style.transform = `translate(${(at % width) * 16}px, ${Math.floor(at / width) * 16}px)`;
      }
      const visited = path.slice(0, step + 1).filter((cell) => cell >= 0);
      const point = (cell: number) => `${(cell % width) * 16 + 8},${Math.floor(cell / width) * 16 + 8}`;
      trail.setAttribute("points", visited.map(point).join(" "));
      const where = at < 0 ? "" : `, agent in row ${Math.floor(at / width) + 1}, column ${(at % width) + 1}`;
      svg.setAttribute("aria-label", `${label}, step ${step}${where}`);
    },
  };
}

/** A list of labelled values, and the elements that hold the values. */
function playerList(
  className: string,
  labels: readonly string[],
): readonly [HTMLElement, readonly HTMLElement[]] {
  const list = playerNode("dl", { class: className });
  const values = labels.map((label) => {
    const value = playerNode("dd", {});
    const pair = playerNode("div", {});
    pair.append(playerNode("dt", {}, label), value);
    list.append(pair);
    return value;
  });
  return [list, values];
}

/** One grid with what happens on it: caption, step in words, notes, score under each objective. */
function playerBoard(data: PlayerData, world: PlayerWorld, track: PlayerTrack, episode: readonly number[]) {
  const level = data.levels[episode[0]!]!;
  const moments = playerMoments(data, world, episode);
  const last = moments.length - 1;
  const grid = playerGrid(level, world, moments, track.label);
  const node = playerNode("figure", { class: "board" });
  const caption = playerNode("figcaption", {}, track.label);
  const ended = playerNode("span", { class: "ended" });
  caption.append(ended);
  const happening = playerNode("p", { class: "happening" });
  const [notes, noteValues] = playerList(
    "notes",
    level.notes.map((note) => note[0]),
  );
  const [scores, scoreValues] = playerList(
    "scores",
    world.objectives.map((objective) => objective.name),
  );
  const heading = playerNode("p", { class: "score-title" }, "score under");
  node.append(caption, grid.svg, happening, notes, heading, scores);
  return {
    node,
    last,
    label: track.label,
    text: (step: number) => playerStepText(world, moments[Math.min(step, last)]!),
    show(step: number): void {
      const at = Math.min(step, last);
      const moment = moments[at]!;
      grid.show(at);
      ended.textContent = step >= last ? ` ended at step ${last}` : "";
      happening.textContent = playerStepText(world, moment);
      happening.classList.toggle("eventful", moment.events.length > 0);
      noteValues.forEach((value, note) => {
        value.textContent = String(moment.notes[note]);
      });
      world.objectives.forEach((objective, index) => {
        const score = playerScore(objective.weights, moment.totals);
        scoreValues[index]!.textContent =
          (score < 0 ? "−" : "") + String(Math.round(Math.abs(score) * 1000) / 1000);
      });
      node.dataset.totals = moment.totals.join(",");
      node.dataset.step = String(at);
    },
  };
}

/** Turns one `.player` of the page into a working one. */
export function mountPlayer(root: HTMLElement, data: PlayerData): void {
  const find = <Found extends Element>(selector: string) => root.querySelector<Found>(selector)!;
  const setting = find<HTMLSelectElement>("[data-choice=setting]");
  const deployed = find<HTMLSelectElement>("[data-choice=deployed]");
  const policy = find<HTMLSelectElement>("[data-choice=policy]");
  const episode = find<HTMLSelectElement>("[data-choice=episode]");
  const speed = find<HTMLSelectElement>("[data-choice=speed]");
  const slider = find<HTMLInputElement>("input[type=range]");
  const counter = find<HTMLOutputElement>("output");
  const playButton = find<HTMLButtonElement>("[data-action=play]");
  const stage = find<HTMLElement>(".stage");
  const live = find<HTMLElement>("[aria-live]");
  let boards: { side: string; board: ReturnType<typeof playerBoard> }[] = [];
  let step = 0;
  let total = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function scenes(): PlayerScene[] {
    const here = data.scenes.filter((scene) => scene.setting === setting.value);
    const training = here.find((scene) => scene.side === "training");
    const other = here.find((scene) => scene.side === "deployed" && scene.name === deployed.value);
    return [training, other].filter((scene) => scene !== undefined);
  }

  function fill(
    select: HTMLSelectElement,
    options: readonly (readonly [string, string])[],
    wanted?: string,
  ): void {
    const before = wanted ?? select.value;
    select.replaceChildren(...options.map(([value, label]) => playerNode("option", { value }, label)));
    if (options.some(([value]) => value === before)) select.value = before;
    select.closest("label")!.hidden = options.length < 2;
  }

  function fillChoices(): void {
    const here = data.scenes.filter((scene) => scene.setting === setting.value);
    fill(
      deployed,
      here.filter((scene) => scene.side === "deployed").map((scene) => [scene.name, scene.name] as const),
    );
    const policies = new Map(
      scenes().flatMap((scene) => scene.policies.map((one) => [one.policy, one.label])),
    );
    fill(policy, [...policies]);
    const tracks = scenes().flatMap((scene) =>
      scene.policies.filter((one) => one.policy === policy.value).flatMap((one) => one.tracks),
    );
    const episodes = Math.max(0, ...tracks.map((track) => track.episodes.length));
    fill(
      episode,
      Array.from({ length: episodes }, (_, index) => [String(index), `level ${index + 1}`] as const),
    );
  }

  function sceneNode(scene: PlayerScene): HTMLElement {
    const node = playerNode("section", { class: "scene", "data-side": scene.side, "data-name": scene.name });
    node.append(playerNode("h3", {}, scene.title));
    const tracks = scene.policies.find((one) => one.policy === policy.value)?.tracks ?? [];
    const world = data.worlds[scene.world]!;
    const row = playerNode("div", { class: "boards" });
    for (const track of tracks) {
      const recorded = track.episodes[Number(episode.value)];
      if (!recorded) continue;
      const board = playerBoard(data, world, track, recorded);
      boards.push({ side: scene.side, board });
      row.append(board.node);
    }
    if (!row.firstChild) row.append(playerNode("p", { class: "quiet" }, "No replay of this policy here."));
    node.append(row);
    return node;
  }

  function build(): void {
    fillChoices();
    boards = [];
    stage.replaceChildren(...scenes().map(sceneNode));
    total = Math.max(0, ...boards.map(({ board }) => board.last));
    slider.max = String(total);
    show(0, false);
  }

  function spoken(): string {
    const sides = [...new Set(boards.map(({ side }) => side))];
    const said = sides.map((side) => {
      const texts = boards.filter((one) => one.side === side);
      return `${side}: ${texts.map(({ board }) => `${board.label} ${board.text(step)}`).join("; ")}`;
    });
    return `Step ${step} of ${total}. ${said.join(". ")}`;
  }

  function show(next: number, speak: boolean): void {
    step = Math.max(0, Math.min(total, next));
    for (const { board } of boards) board.show(step);
    slider.value = String(step);
    slider.setAttribute("aria-valuetext", `step ${step} of ${total}`);
    counter.textContent = `step ${step} of ${total}`;
    if (speak) live.textContent = spoken();
  }

  function pause(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    root.dataset.playing = "false";
    playButton.setAttribute("aria-label", "Play");
  }

  function tick(): void {
    if (step >= total) {
      pause();
      live.textContent = spoken();
      return;
    }
    show(step + 1, false);
    timer = setTimeout(tick, 1000 / Number(speed.value));
  }

  function play(): void {
    if (timer !== null || total === 0) return;
    if (step >= total) show(0, false);
    root.dataset.playing = "true";
    playButton.setAttribute("aria-label", "Pause");
    timer = setTimeout(tick, 1000 / Number(speed.value));
  }

  const actions: Record<string, () => void> = {
    play: () => (timer === null ? play() : pause()),
    first: () => moveTo(0),
    back: () => moveTo(step - 1),
    forward: () => moveTo(step + 1),
    last: () => moveTo(total),
  };
  const keys: Record<string, string> = {
    " ": "play",
    ArrowLeft: "back",
    ArrowRight: "forward",
    Home: "first",
    End: "last",
  };

  function moveTo(next: number): void {
    pause();
    show(next, true);
  }

  root.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-action]");
    if (button) actions[button.dataset.action!]!();
  });
  root.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const action = keys[event.key];
    // A list has its own keys; so have the slider's arrows and a button's space bar, which already do the same.
    if (!action || target instanceof HTMLSelectElement || event.ctrlKey || event.altKey || event.metaKey)
      return;
    if (target === slider && event.key !== " ") return;
    if (target instanceof HTMLButtonElement && event.key === " ") return;
    event.preventDefault();
    actions[action]!();
  });
  slider.addEventListener("input", () => moveTo(Number(slider.value)));
  for (const select of [setting, deployed, policy, episode]) {
    select.addEventListener("change", () => {
      pause();
      build();
      live.textContent = spoken();
    });
  }
  const settings = [...new Set(data.scenes.map((scene) => scene.setting))];
  fill(
    setting,
    settings.map((name) => [name, name] as const),
    root.dataset.setting,
  );
  fillChoices();
  if (root.dataset.deployed) deployed.value = root.dataset.deployed;
  build();
  pause();
  startWhenSeen();

  /** Plays once when the player comes into view, unless less motion is asked for or someone has already used it. */
  function startWhenSeen(): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches || !("IntersectionObserver" in window)) return;
    let touched = false;
    for (const kind of ["pointerdown", "keydown", "focusin"]) {
      root.addEventListener(kind, () => {
        touched = true;
      });
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        if (!touched) play();
      },
      { threshold: 0.6 },
    );
    observer.observe(stage);
  }
}

/** The functions above as the text of a script that mounts every player of the page. */
export function playerScript(): string {
  const functions = [
    playerMoments,
    playerScore,
    playerStepText,
    playerNode,
    playerSvgNode,
    playerUse,
    playerGrid,
    playerList,
    playerBoard,
    mountPlayer,
  ];
  const mount = `for (const root of document.querySelectorAll(".player")) mountPlayer(root, JSON.parse(document.getElementById(root.dataset.source).textContent));`;
  return [...functions.map(String), mount].join("\n");
}
