import { PassThrough } from "node:stream";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { createTerminal, harmless, jsonLine, onBuildServer, wantsColor } from "./terminal.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for exactly these.
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const anything = string({ unit: "binary", maxLength: 40 });

test("no control character survives, with or without colours", () => {
  assert(
    property(anything, (text) => {
      expect(harmless(text, false)).not.toMatch(control);
      expect(harmless(text, true).replaceAll("\u001b[31m", "")).not.toMatch(control);
    }),
  );
});

test("printable text is left alone", () => {
  const text = "Schlüssel · 鍵 🔑\ttab\nnext line";
  expect(harmless(text, false)).toBe(text);
});

test("our colours stay where colours are wanted, and nothing else that begins like one", () => {
  const painted = "\u001b[38;5;42mkey\u001b[0m";
  expect(harmless(painted, true)).toBe(painted);
  expect(harmless(painted, false)).toBe("key");
  expect(harmless("\u001b[2Jgone\u001b[8mhidden", true)).toBe("[2Jgone[8mhidden");
});

test("a JSON line is one line, holds no control character and reads back as it was", () => {
  assert(
    property(anything, (text) => {
      const line = jsonLine({ text });
      expect(line).not.toMatch(control);
      expect(line).not.toMatch(/[\n\r\u2028\u2029]/);
      expect(JSON.parse(line)).toEqual({ text });
    }),
  );
});

test("colour: the flag wins, then NO_COLOR, then FORCE_COLOR, then the terminal", () => {
  expect(wantsColor(true, { NO_COLOR: "1" }, false)).toBe(true);
  expect(wantsColor(false, { FORCE_COLOR: "1" }, true)).toBe(false);
  expect(wantsColor(null, { NO_COLOR: "1", FORCE_COLOR: "1" }, true)).toBe(false);
  expect(wantsColor(null, { FORCE_COLOR: "1" }, false)).toBe(true);
  expect(wantsColor(null, { FORCE_COLOR: "0" }, true)).toBe(false);
  expect(wantsColor(null, { NO_COLOR: "" }, true)).toBe(true);
  expect(wantsColor(null, { TERM: "dumb" }, true)).toBe(false);
  expect(wantsColor(null, {}, false)).toBe(false);
});

test("CI is on unless it is empty or denies itself", () => {
  expect([{}, { CI: "" }, { CI: "false" }, { CI: "0" }].map(onBuildServer)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([{ CI: "1" }, { CI: "true" }].map(onBuildServer)).toEqual([true, true]);
});

test("text and JSON never share stdout, and quiet silences talk but not complaints", () => {
  const said = (json: boolean, quiet: boolean) => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const terminal = createTerminal({ json, quiet, verbose: false, color: null }, {}, out, err);
    terminal.print("data");
    terminal.record({ kind: "data" });
    terminal.say("talk");
    terminal.detail("detail");
    terminal.complain("wrong");
    return [String(out.read()), String(err.read())];
  };
  expect(said(false, false)).toEqual(["data\n", "talk\nwrong\n"]);
  expect(said(true, false)).toEqual(['{"kind":"data"}\n', "talk\nwrong\n"]);
  expect(said(false, true)).toEqual(["data\n", "wrong\n"]);
});
