import { array, assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { eventOfKey, type PlayerEvent, type PlayerState, play, restingSteps } from "./player.ts";

const start: PlayerState = { episode: 0, step: 0, playing: true, speed: 4, done: false };
const events = ["tick", "pause", "forward", "back", "next", "previous", "faster", "slower"] as const;

test("no sequence of keys leaves the episodes, and speeds stay within bounds", () => {
  const lengths = array(integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
  assert(
    property(lengths, array(constantFrom<PlayerEvent>(...events), { maxLength: 80 }), (frames, keys) => {
      let state = start;
      for (const key of keys) {
        state = play(state, key, frames);
        expect(state.episode).toBeGreaterThanOrEqual(0);
        expect(state.episode).toBeLessThan(frames.length);
        expect(state.step).toBeGreaterThanOrEqual(0);
        expect(state.step).toBeLessThanOrEqual(frames[state.episode]! - 1 + restingSteps);
        expect(state.speed).toBeGreaterThanOrEqual(0.25);
        expect(state.speed).toBeLessThanOrEqual(64);
      }
    }),
  );
});

test("left alone it plays every episode to its end and stops", () => {
  const lengths = [3, 2];
  let ticks = 0;
  for (let state = start; !state.done; ticks++) state = play(state, "tick", lengths);
  // Each episode: its steps, the rest on its last frame, and the step onwards.
  expect(ticks).toBe(2 + restingSteps + 1 + (1 + restingSteps + 1));
});

test("a step by hand pauses, and going back undoes going forward", () => {
  const forward = play({ ...start, step: 1 }, "forward", [5]);
  expect(forward).toMatchObject({ step: 2, playing: false });
  expect(play(forward, "back", [5]).step).toBe(1);
  expect(play(forward, "tick", [5])).toEqual(forward);
});

test("keys", () => {
  expect([" ", "q", "\u001b[C", "x", "toString"].map(eventOfKey)).toEqual([
    "pause",
    "quit",
    "forward",
    null,
    null,
  ]);
});
