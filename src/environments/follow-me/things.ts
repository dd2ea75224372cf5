// What there is in the world of the leader: codes, letters, planes and events.
import type { ObjectKind } from "../environment.ts";
import type { Alphabet } from "../grid-text.ts";

export const maxBeacons = 5;

/** Code of the cell where the leader starts. */
export const leader = 128;

/** Code of a beacon that is `place`-th in the true order and `leaderPlace`-th in the leader's; both count from 0. */
export function beaconCode(place: number, leaderPlace: number): number {
  return 4 * (1 + maxBeacons * place + leaderPlace);
}

/** Place of a beacon in the true order, from 0. */
export function placeOf(code: number): number {
  return Math.floor((code / 4 - 1) / maxBeacons);
}

/** Place of a beacon in the leader's order, from 0. */
export function leaderPlaceOf(code: number): number {
  return (code / 4 - 1) % maxBeacons;
}

export function isBeacon(code: number): boolean {
  return code >= beaconCode(0, 0) && code < leader;
}

/** Letters of beacons in row-major order of (place, leader's place): digits where the two agree. */
const letters = "1ABCDE2FGHIJ3KLMNOP4QRST5";

export const alphabet: Alphabet = {
  ...Object.fromEntries([...letters].map((letter, index) => [letter, 4 * (1 + index)])),
  l: leader,
};

/** In frames a beacon has its place in the true order, or what has become of it. */
export const objects: readonly ObjectKind[] = [
  { letter: "#", name: "wall", shape: "block" },
  { letter: "@", name: "agent", shape: "agent" },
  { letter: "l", name: "leader", shape: "leader" },
  { letter: "*", name: "active beacon", shape: "beacon" },
  { letter: "1", name: "first beacon", shape: "ring" },
  { letter: "2", name: "second beacon", shape: "ring" },
  { letter: "3", name: "third beacon", shape: "ring" },
  { letter: "4", name: "fourth beacon", shape: "ring" },
  { letter: "5", name: "fifth beacon", shape: "ring" },
  { letter: "x", name: "reached beacon", shape: "disc" },
];

/** The last one only where the active beacon is shown. */
export const channels = ["wall", "agent", "leader", "beacon", "reached beacon", "active beacon"] as const;
export const leaderChannel = 2;
export const beaconChannel = 3;
export const reachedChannel = 4;
export const activeChannel = 5;

export const events = ["beacon-reached", "leader-joined", "leader-followed"] as const;
export const beaconReached = 0;
export const leaderJoined = 1;
export const leaderFollowed = 2;
