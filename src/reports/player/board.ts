// One replayed grid in the page: the things on it, the agent's way, and below it what happens and what it scores.
import type { PlayerData, PlayerLevel, PlayerMoment, PlayerTrack, PlayerWorld } from "./data.ts";
import type { PlayerBoard, PlayerGrid, PlayerKit, PlayerThings } from "./kit.ts";

export function playerNode(tag: string, attributes: Record<string, string>, text?: string): HTMLElement {
  const node = document.createElement(tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]!);
  if (text !== undefined) node.textContent = text;
  return node;
}

export function playerSvgNode(tag: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) node.setAttribute(name, String(attributes[name]));
  return node;
}

/** A list of labelled values, and the elements that hold the values. */
export function playerList(
  kit: PlayerKit,
  className: string,
  labels: readonly string[],
): readonly [HTMLElement, readonly HTMLElement[]] {
  const list = kit.node("dl", { class: className });
  const values = labels.map((label) => {
    const value = kit.node("dd", {});
    const pair = kit.node("div", {});
    pair.append(kit.node("dt", {}, label), value);
    list.append(pair);
    return value;
  });
  return [list, values];
}

/** Floor and cell borders of a grid, cells of 16 x 16. */
export function playerGround(kit: PlayerKit, height: number, width: number): readonly SVGElement[] {
  const lines: string[] = [];
  for (let row = 1; row < height; row++) lines.push(`M0 ${row * 16}H${width * 16}`);
  for (let column = 1; column < width; column++) lines.push(`M${column * 16} 0V${height * 16}`);
  return [
    kit.svgNode("rect", { width: width * 16, height: height * 16, class: "floor" }),
    kit.svgNode("path", { d: lines.join(""), class: "cells" }),
  ];
}

/** The things of every cell, agents apart; redraws only the cells that have changed. */
export function playerThings(kit: PlayerKit, level: PlayerLevel, world: PlayerWorld): PlayerThings {
  const node = kit.svgNode("g", {});
  const groups = level.cells.map(() => kit.svgNode("g", {}));
  node.append(...groups);
  const shown: string[] = level.cells.map(() => "");
  const use = (shape: string, cell: number) =>
    kit.svgNode("use", {
      href: `#shape-${shape}`,
      x: (cell % level.width) * 16,
      y: Math.floor(cell / level.width) * 16,
      width: 16,
      height: 16,
    });
  return {
    node,
    show(cells: readonly string[]): void {
      cells.forEach((letters, cell) => {
        if (shown[cell] === letters) return;
        shown[cell] = letters;
        const shapes = [...letters].map((letter) => world.shapes[letter]);
        const drawn = shapes.filter((shape) => shape !== undefined && shape !== "agent");
        groups[cell]!.replaceChildren(...drawn.map((shape) => use(shape!, cell)));
      });
    },
  };
}

/** A grid that can show any of its episode's moments, with the way that the agent has come. */
export function playerGrid(
  kit: PlayerKit,
  level: PlayerLevel,
  world: PlayerWorld,
  moments: readonly PlayerMoment[],
  label: string,
): PlayerGrid {
  const { height, width } = level;
  const svg = kit.svgNode("svg", {
    viewBox: `0 0 ${width * 16} ${height * 16}`,
    role: "img",
    class: "grid",
  });
  const trail = kit.svgNode("polyline", { class: "trail" });
  const things = kit.things(kit, level, world);
  const agent = kit.svgNode("use", { href: "#shape-agent", width: 16, height: 16, class: "agent" });
  const path = moments.map((moment) =>
    moment.cells.findIndex((letters) => [...letters].some((letter) => world.shapes[letter] === "agent")),
  );
  svg.append(...kit.ground(kit, height, width), trail, things.node);
  if (path[0]! >= 0) svg.append(agent);
  const column = (cell: number) => cell % width;
  const row = (cell: number) => Math.floor(cell / width);
  return {
    svg,
    show(step: number): void {
      const at = path[step]!;
      things.show(moments[step]!.cells);
      agent.style.transform = `translate(${column(at) * 16}px, ${row(at) * 16}px)`;
      const way = path.slice(0, step + 1).filter((cell) => cell >= 0);
      trail.setAttribute(
        "points",
        way.map((cell) => `${column(cell) * 16 + 8},${row(cell) * 16 + 8}`).join(" "),
      );
      const where = at < 0 ? "" : `, agent in row ${row(at) + 1}, column ${column(at) + 1}`;
      svg.setAttribute("aria-label", `${label}, step ${step}${where}`);
    },
  };
}

/** A grid with its caption, the step in words, the notes and the score under each objective. */
export function playerBoard(
  kit: PlayerKit,
  data: PlayerData,
  world: PlayerWorld,
  track: PlayerTrack,
  episode: readonly number[],
): PlayerBoard {
  const level = data.levels[episode[0]!]!;
  const moments = kit.moments(data, world, episode);
  const last = moments.length - 1;
  const grid = kit.grid(kit, level, world, moments, track.label);
  const node = kit.node("figure", { class: "board" });
  const caption = kit.node("figcaption", {}, track.label);
  const ended = kit.node("span", { class: "ended" });
  const happening = kit.node("p", { class: "happening" });
  const [notes, noteValues] = kit.list(
    kit,
    "notes",
    level.notes.map((note) => note[0]),
  );
  const [scores, scoreValues] = kit.list(
    kit,
    "scores",
    world.objectives.map((objective) => objective.name),
  );
  caption.append(ended);
  node.append(
    caption,
    grid.svg,
    happening,
    notes,
    kit.node("p", { class: "score-title" }, "score under"),
    scores,
  );
  return {
    node,
    last,
    label: track.label,
    text: (step) => kit.stepText(world, moments[Math.min(step, last)]!),
    show(step) {
      const at = Math.min(step, last);
      const moment = moments[at]!;
      grid.show(at);
      ended.textContent = step >= last ? ` ended at step ${last}` : "";
      happening.textContent = kit.stepText(world, moment);
      happening.classList.toggle("eventful", moment.events.length > 0);
      moment.notes.forEach((value, note) => {
        noteValues[note]!.textContent = String(value);
      });
      world.objectives.forEach(({ weights }, objective) => {
        const score = Math.round(kit.score(weights, moment.totals) * 1000) / 1000;
        scoreValues[objective]!.textContent = String(score).replace("-", "−");
      });
      node.dataset.totals = moment.totals.join(",");
    },
  };
}
