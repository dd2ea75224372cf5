// A module loader that takes the types out of .ts files; Node 20 cannot do so itself.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transformWithOxc } from "vite";

export async function load(url, context, nextLoad) {
  if (!url.endsWith(".ts")) return nextLoad(url, context);
  const file = fileURLToPath(url);
  const { code } = await transformWithOxc(await readFile(file, "utf8"), file, { target: "es2022" });
  return { format: "module", source: code, shortCircuit: true };
}
