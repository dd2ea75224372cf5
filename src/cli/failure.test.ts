import { anything, assert, property } from "fast-check";
import { expect, test } from "vitest";
import { DamagedDataError, InnergapError, InputError, ResourceError } from "../base/errors.ts";
import { failureOf } from "./failure.ts";

const withCode = (code: string) => Object.assign(new Error(`${code}: no`), { code });

test.each([
  [new InnergapError("x"), 1],
  [new InputError("place", "this", "that"), 2],
  [new DamagedDataError("file", "this", "that"), 4],
  [new ResourceError("x"), 5],
  [withCode("ENOSPC"), 5],
  [withCode("EACCES"), 5],
  [new TypeError("x"), 1],
])("%s ends with exit code %i, which the record repeats", (error, exitCode) => {
  const failure = failureOf(error);
  expect(failure.exitCode).toBe(exitCode);
  expect(failure.record).toMatchObject({ kind: "error", error: { exitCode } });
});

test("a person is told what and what to do, without a stack; a bug shows its stack and says that it is one", () => {
  const told = failureOf(new DamagedDataError("a.json", "7 bytes", "9"));
  expect(told.message).toContain("a.json");
  expect(told.message).toContain("innergap verify");
  expect(told.message).not.toContain("    at ");
  expect(failureOf(withCode("ENOSPC")).message).toContain("--resume");
  const bug = failureOf(new RangeError("out of bounds"));
  expect(bug.message).toContain("this is a bug");
  expect(bug.message).toContain("    at ");
});

test("whatever is thrown becomes a failure with a message and an exit code that is not 0", () => {
  assert(
    property(anything(), (thrown) => {
      const failure = failureOf(thrown);
      expect(failure.exitCode).toBeGreaterThan(0);
      expect(failure.message.length).toBeGreaterThan(0);
    }),
  );
});
