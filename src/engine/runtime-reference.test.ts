// jax-js as a runtime: the laws that do not compare it with itself, and its version.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkRuntimeLaw, runtimeLaws } from "./laws.ts";
import { referenceRuntime } from "./runtime-reference.ts";

const cases = Math.ceil(Number(process.env.INNERGAP_CASES ?? 10) / 5);
const ownLaws = runtimeLaws.filter(({ name }) => !name.includes("reference answer"));

it.each(ownLaws)("$name", (law) => checkRuntimeLaw(law, referenceRuntime(), "reference", cases), 900_000);

it("says which version of jax-js answers", () => {
  const manifest = new URL("../../node_modules/@jax-js/jax/package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  expect(referenceRuntime().fingerprint).toBe(`jax-js ${version}`);
});
