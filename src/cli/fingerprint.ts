// What executes a run here: training repeats its bytes only where all of it is equal.
import { arch, cpus, platform } from "node:os";
import type { Runtime } from "../engine/runtime.ts";
import type { Fingerprint } from "../runs/format.ts";
import { packageVersion } from "./version.ts";

export function fingerprint(runtime: Runtime): Fingerprint {
  return {
    innergap: packageVersion(),
    node: process.version,
    engine: runtime.fingerprint,
    threads: runtime.threads,
    platform: `${platform()}-${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
  };
}
