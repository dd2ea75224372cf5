// The main job as a person meets it: wall time, and memory of the command with all its children.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atMost, type Measure } from "./figure.ts";
import { commandPath, runNode } from "./program.ts";

const barSeconds = 120;
const barMebibytes = 1024;
const millisecondsBetweenLooks = 200;

/** Runs the quick preset once, in a folder that is thrown away. Memory is measured where there is a /proc. */
export const measure: Measure = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), "innergap-bench-"));
  let peak = 0;
  let timer: NodeJS.Timeout | undefined;
  try {
    const words = [commandPath(), "run", "keys-and-chests", "--out", folder, "--quiet", "--json"];
    const finished = await runNode(words, (pid) => {
      timer = setInterval(() => {
        peak = Math.max(peak, familyMemory(pid));
      }, millisecondsBetweenLooks);
    });
    if (finished.exitCode !== 0) {
      throw new Error(`the main job ended with exit code ${finished.exitCode}: ${finished.stderr}`);
    }
    report(atMost({ name: "main-job/wall", value: finished.seconds, unit: "s" }, barSeconds));
    if (peak > 0) report(atMost({ name: "main-job/memory", value: peak, unit: "MiB" }, barMebibytes));
  } finally {
    clearInterval(timer);
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * Memory of a process and all its descendants, in MiB: the sum of their resident sets, in which pages that several of
 * them share count several times, so it is an upper bound. 0 where the system has no /proc.
 */
export function familyMemory(pid: number): number {
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  for (const name of processNames()) {
    const status = readStatus(name);
    if (status === null) continue;
    resident.set(Number(name), status.resident);
    children.set(status.parent, [...(children.get(status.parent) ?? []), Number(name)]);
  }
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family.reduce((sum, member) => sum + (resident.get(member) ?? 0), 0) / 1024;
}

function processNames(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Parent and resident KiB; null for a process that has ended meanwhile. */
function readStatus(name: string): { readonly parent: number; readonly resident: number } | null {
  try {
    const text = readFileSync(`/proc/${name}/status`, "utf8");
    const number = (label: string) => Number(new RegExp(`^${label}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
    return { parent: number("PPid"), resident: number("VmRSS") };
  } catch {
    return null;
  }
}
