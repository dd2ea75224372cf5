// Makes the synthetic study on the real disk as a process of its own: to be killed, starved of space or kept from writing.
//
// Arguments: folder, cycles, clock, user id to become (optional). Prints a line per cycle; an error of ours as JSON.
import { InnergapError } from "../../src/base/errors.ts";
import { disk } from "../../src/runs/disk.ts";
import { makeSyntheticStudy } from "./synthetic-study.ts";

const [folder = "", cycles, clock, user] = process.argv.slice(2);
if (user) process.setuid?.(Number(user));
try {
  makeSyntheticStudy(disk, folder, {
    cycles: Number(cycles),
    seeds: [1],
    clock: Number(clock),
    onCycle: (cycle) => process.stdout.write(`${cycle}\n`),
  });
} catch (error) {
  if (!(error instanceof InnergapError)) throw error;
  process.stdout.write(`${JSON.stringify({ name: error.name, message: error.message })}\n`);
  process.exitCode = error.exitCode;
}
