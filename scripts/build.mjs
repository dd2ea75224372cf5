// Compiles src/ to dist/. Run explicitly by the scripts that need it: npm hooks are switched off in .npmrc.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const [fresh, dist] = [path(`node_modules/.innergap-build-${process.pid}`), path("dist")];
const tsc = path("node_modules/typescript/bin/tsc");
const result = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", fresh], {
  cwd: path("."),
  stdio: "inherit",
});
// Compiled beside and then put in place: a command that runs from dist/ meanwhile finds whole files only.
if (existsSync(fresh)) {
  if (existsSync(`${fresh}/cli/main.js`)) chmodSync(`${fresh}/cli/main.js`, 0o755);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
}
process.exit(result.status ?? 1);
