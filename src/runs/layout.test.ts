// Names that become paths: whatever one is given, the path stays inside its folder and means one thing.
import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import {
  checkName,
  checkpointFolderName,
  checkpointStep,
  isLock,
  isReplayFileName,
  isTemporary,
  replayFileName,
  trialFolderName,
} from "./layout.ts";

/** The name, or null where it is refused. */
function made(make: () => string): string | null {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return null;
  }
}

const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(..."ab01./\\-:~ \n\0A%") }),
  fc.constantFrom("..", "../..", "/etc", "a/../b", "con\u0000", "a..b", ".git", "a/", "C:x", "", "-x"),
);

test("no text becomes a path that leads anywhere", () => {
  fc.assert(
    fc.property(hostile, hostile, (one, other) => {
      const names = [
        made(() => checkName("name", one)),
        made(() => trialFolderName(one, 3)),
        made(() => replayFileName(one, other)),
      ];
      for (const name of names) {
        if (name === null) continue;
        expect(name).toMatch(/^[a-z0-9][a-z0-9.~-]*$/);
        expect(name).not.toContain("..");
        expect(isLock(name) || isTemporary(name)).toBe(false);
      }
    }),
  );
});

test("different policies have different files, which are known as replays", () => {
  const part = fc.string({ unit: fc.constantFrom(..."ab1"), minLength: 1, maxLength: 3 });
  const policy = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(":"));
  fc.assert(
    fc.property(policy, policy, (one, other) => {
      expect(isReplayFileName(replayFileName("deployed-12", one))).toBe(true);
      expect(replayFileName("d", one) === replayFileName("d", other)).toBe(one === other);
    }),
  );
});

test("checkpoints sort by name as by step", () => {
  const step = fc.nat({ max: 999_999_999_999 });
  fc.assert(
    fc.property(step, step, (one, other) => {
      expect(checkpointStep(checkpointFolderName(one))).toBe(one);
      expect(checkpointFolderName(one) < checkpointFolderName(other)).toBe(one < other);
    }),
  );
  for (const wrong of [-1, 0.5, 1e12, Number.NaN])
    expect(() => checkpointFolderName(wrong)).toThrow(InputError);
  expect(checkpointStep("12")).toBeNull();
});

test("a trial's folder says setting and seed", () => {
  expect(trialFolderName("random-worlds", 7)).toBe("random-worlds-s7");
  expect(trialFolderName("references", null)).toBe("references");
  expect(() => trialFolderName("random-worlds", -1)).toThrow(InputError);
});
