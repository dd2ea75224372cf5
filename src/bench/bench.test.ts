import { expect, test } from "vitest";
import { atLeast, atMost, median, shown } from "./figure.ts";
import { benches, selectBenches } from "./index.ts";
import { familyMemory } from "./main-job.ts";
import { runNode } from "./program.ts";

test("a bar is held against the ratio where there is one, else against the value", () => {
  const measured = { name: "a/b", value: 10, unit: "s" };
  expect(atLeast(measured, 10).pass).toBe(true);
  expect(atLeast({ ...measured, ratio: 0.5 }, 0.6).pass).toBe(false);
  expect(atMost(measured, 9).pass).toBe(false);
  expect(atMost({ ...measured, ratio: 0.5 }, 0.6).pass).toBe(true);
  expect(shown(measured)).toEqual({ ...measured, ratio: null, bar: null, pass: null });
});

test("the median of some measurements", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(() => median([])).toThrow();
});

test("a beginning selects; no word selects all; an unknown word is told the nearest name", () => {
  expect(selectBenches([])).toEqual(benches);
  expect(selectBenches(["help"]).map((bench) => bench.name)).toEqual(["help-latency"]);
  expect(() => selectBenches(["help-latncy"])).toThrow("did you mean help-latency?");
});

test("every listed bench loads and has a name of its own", async () => {
  expect(new Set(benches.map((bench) => bench.name)).size).toBe(benches.length);
  for (const bench of benches) expect((await bench.load()).measure).toBeTypeOf("function");
});

test.skipIf(process.platform !== "linux")(
  "the memory of a process includes that of its children",
  async () => {
    const hold = "const a = Buffer.alloc(200 * 2 ** 20, 1); setTimeout(() => a, 700)";
    const parent = `require("child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(hold)}])`;
    let peak = 0;
    let timer: NodeJS.Timeout | undefined;
    await runNode(["-e", parent], (pid) => {
      timer = setInterval(() => {
        peak = Math.max(peak, familyMemory(pid));
      }, 50);
    });
    clearInterval(timer);
    expect(peak).toBeGreaterThan(200);
    expect(peak).toBeLessThan(600);
  },
);
