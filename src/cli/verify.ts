// `innergap verify`: is every byte what was written?
import { exitCodes } from "../base/errors.ts";
import { disk } from "../runs/disk.ts";
import { type Finding, verifyRun, verifyStudy } from "../runs/verify.ts";
import type { Execute } from "./command.ts";
import { placeNamed } from "./folders.ts";

export const execute: Execute = async (args, terminal) => {
  const places = args.texts("run").map((word) => placeNamed(word));
  const damaged: Finding[] = [];
  for (const { folder, kind } of places) {
    const findings = kind === "study" ? verifyStudy(disk, folder) : verifyRun(disk, folder);
    damaged.push(...findings);
    if (findings.length === 0) terminal.print(`${folder}: intact`);
    else terminal.print(`${folder}: ${findings.length} damaged`);
    for (const { file, problem } of findings) {
      terminal.complain(`  ${file}: ${problem}`);
      terminal.record({ kind: "damaged", file, problem });
    }
  }
  const folders = places.map(({ folder }) => folder);
  terminal.record({ kind: "done", result: { intact: damaged.length === 0, folders, damaged } });
  return damaged.length === 0 ? exitCodes.ok : exitCodes.damaged;
};
