// A real Chromium for tests: the one that comes as an npm package on Linux x64, elsewhere an installed Chrome.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

const require = createRequire(import.meta.url);

/** How a browser can be started here, or why it cannot. */
export type BrowserSource =
  | { readonly kind: "packaged" | "installed"; readonly launch: LaunchOptions }
  | { readonly kind: "none"; readonly reason: string };

const args = [
  // Containers commonly run as root and without user namespaces, where Chromium's sandbox cannot start; the pages
  // opened here are our own. Their /dev/shm is small, so memory is shared through files instead.
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--font-render-hinting=none",
];

const packaged = ["chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"] as const;

/** Fonts of the package beside those of the system, so that a page has letters on a machine without any font. */
function fontConfiguration(folder: string): string {
  const folders = [join(folder, "fonts"), "/usr/share/fonts"].map((path) => `<dir>${path}</dir>`).join("");
  return `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>`;
}

/**
 * Unpacks into `folder`. The package's own function is not exported by its last version for Node 20, so it is taken
 * from its file; it names its target by the temporary directory of the process.
 */
async function unpack(root: string, folder: string): Promise<void> {
  const binaries = join(root, "bin");
  const { inflate } = (await import(pathToFileURL(join(root, "build/esm/lambdafs.js")).href)) as {
    inflate(file: string): Promise<string>;
  };
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await Promise.all(packaged.map((file) => inflate(join(binaries, file))));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/**
 * The folder with the unpacked browser, made on first use below node_modules/.cache. It is filled under another name
 * and then renamed, so that several test processes may ask at once and none sees half a browser.
 */
async function unpackedFolder(): Promise<string> {
  const entry = require.resolve("@sparticuz/chromium");
  const root = join(dirname(entry), "..", "..");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  const cache = join(root, "..", "..", ".cache", "innergap");
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const staging = await mkdtemp(join(cache, "unpacking-"));
  await unpack(root, staging);
  try {
    await rename(staging, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}

async function packagedSource(): Promise<BrowserSource> {
  const folder = await unpackedFolder();
  await writeFile(join(folder, "fonts", "fonts.conf"), fontConfiguration(folder));
  const libraries = [join(folder, "al2023", "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  const env = { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, "fonts") };
  return {
    kind: "packaged",
    launch: { executablePath: join(folder, "chromium"), args, env: env as Record<string, string> },
  };
}

/** The packaged browser is linked against the GNU C library; systems with another one (Alpine) cannot run it. */
function usesGlibc(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

/** Looks for a browser: `INNERGAP_CHROME`, then the npm package where it runs, then an installed Chrome. */
export async function findBrowser(): Promise<BrowserSource> {
  const given = process.env.INNERGAP_CHROME;
  if (given) {
    return existsSync(given)
      ? { kind: "installed", launch: { executablePath: given, args } }
      : { kind: "none", reason: `INNERGAP_CHROME names ${given}, which does not exist` };
  }
  if (process.platform === "linux" && process.arch === "x64" && usesGlibc()) return packagedSource();
  try {
    const browser = await chromium.launch({ channel: "chrome", args });
    await browser.close();
    return { kind: "installed", launch: { channel: "chrome", args } };
  } catch {
    return { kind: "none", reason: `no Chrome is installed on ${process.platform}-${process.arch}` };
  }
}

/** Starts the browser that was found. */
export function startBrowser(source: Exclude<BrowserSource, { kind: "none" }>): Promise<Browser> {
  return chromium.launch({ headless: true, ...source.launch });
}
