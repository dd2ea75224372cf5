// What lies about in the world of colour or shape: codes, letters, planes, events and what may be wanted.
import type { Objective, ObjectKind } from "../environment.ts";
import type { Alphabet } from "../grid-text.ts";
import type { ThingKind } from "../reaching-batch.ts";

/** Shapes of a thing; from bit 4 on its code holds its colour. */
export const line = 4;
export const gem = 8;
export const colourShift = 4;

/** A colour is the bits of its channels: red 1, green 2, blue 4. */
export const colours = ["black", "red", "green", "yellow", "blue", "purple", "cyan", "white"] as const;
const colourLetters = "krgybpcw";
export const yellow = colours.indexOf("yellow");

export const codeOf = (shape: number, colour: number) => shape | (colour << colourShift);
export const yellowLine = codeOf(line, yellow);
export const yellowGem = codeOf(gem, yellow);

interface Thing {
  readonly code: number;
  readonly letter: string;
  readonly shape: number;
  readonly colour: number;
}

/** All lines, with small letters, then all gems, with capital ones. */
const things: readonly Thing[] = [line, gem].flatMap((shape) =>
  [...colourLetters].map((letter, colour) => ({
    code: codeOf(shape, colour),
    letter: shape === line ? letter : letter.toUpperCase(),
    shape,
    colour,
  })),
);

export const objects: readonly ObjectKind[] = [
  { letter: "#", name: "wall", shape: "block" },
  { letter: "@", name: "agent", shape: "agent" },
  ...things.map(({ letter, shape, colour }): ObjectKind => {
    const name = `${colours[colour]} ${shape === line ? "line" : "gem"}`;
    if (shape === line) return { letter, name, shape: colour === yellow ? "bar" : "open-bar" };
    return { letter, name, shape: colour === yellow ? "gem" : "open-gem" };
  }),
];

export const alphabet: Alphabet = Object.fromEntries(things.map(({ letter, code }) => [letter, code]));

export const events = [
  "line-reached",
  "yellow-reached",
  "red-channel-reached",
  "green-channel-reached",
] as const;

export const objectives: readonly [Objective, ...Objective[]] = [
  { name: "shape", wants: "Reach a line, of whatever colour.", weights: { "line-reached": 1 } },
  { name: "colour", wants: "Reach something yellow, whatever it is.", weights: { "yellow-reached": 1 } },
  {
    name: "colour-and-shape",
    wants: "Reach lines and yellow things, each worth the same; a yellow line is both.",
    weights: { "line-reached": 1, "yellow-reached": 1 },
  },
];

/** What an agent would want that finds its goal on one colour channel alone; yellow shows on both. */
export const channelObjectives: readonly Objective[] = [
  {
    name: "red-channel",
    wants: "Reach what shows on the red channel: red, yellow, purple, white.",
    weights: { "red-channel-reached": 1 },
  },
  {
    name: "green-channel",
    wants: "Reach what shows on the green channel: green, yellow, cyan, white.",
    weights: { "green-channel-reached": 1 },
  },
];

/** What each form of observation has beside walls and agent; pixels are numbered row by row. */
export const thingChannels = {
  named: ["line", "gem", "yellow", "other colour"],
  rgb: ["line", "gem", "red", "green", "blue"],
  pixels: ["red", "green", "blue"].flatMap((colour) =>
    Array.from({ length: 9 }, (_, pixel) => `${colour} ${pixel}`),
  ),
} as const;

export const gridChannels = ["wall", "agent"];

/** A thing is drawn in 3 x 3 pixels: a line as the rising diagonal, a gem as a diamond. */
const linePixels = [2, 4, 6];
const gemPixels = [1, 3, 4, 5, 7];

/** How shape and colour are seen. */
export type SeenAs = keyof typeof thingChannels;
/** What ends the episode when it is reached. */
export type EndsOn = "thing" | "line";

/** Every kind of thing, under the parameters of a world. */
export function kindsOf({ seenAs, endsOn }: { seenAs: SeenAs; endsOn: EndsOn }): readonly ThingKind[] {
  return things.map(({ code, letter, shape, colour }) => ({
    code,
    letter,
    events: [shape === line, colour === yellow, (colour & 1) !== 0, (colour & 2) !== 0].flatMap(
      (happens, event) => (happens ? [event] : []),
    ),
    channels: drawnOn(seenAs, shape, colour).map((channel) => gridChannels.length + channel),
    ends: endsOn === "thing" || shape === line,
    left: shape === line ? "lines left" : "gems left",
  }));
}

/** Planes of a thing, counted after those of walls and agent. */
function drawnOn(seenAs: SeenAs, shape: number, colour: number): number[] {
  const shapePlane = shape === line ? 0 : 1;
  if (seenAs === "named") return [shapePlane, colour === yellow ? 2 : 3];
  const bits = [0, 1, 2].filter((bit) => (colour >> bit) & 1);
  if (seenAs === "rgb") return [shapePlane, ...bits.map((bit) => 2 + bit)];
  const pixels = shape === line ? linePixels : gemPixels;
  return bits.flatMap((bit) => pixels.map((pixel) => 9 * bit + pixel));
}
