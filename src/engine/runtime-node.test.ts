// onnxruntime-node obeys the laws of runtimes.
import { describe, it } from "vitest";
import { checkRuntimeLaw, runtimeLaws } from "./laws.ts";
import { nodeRuntime } from "./runtime-node.ts";

const cases = Number(process.env.INNERGAP_CASES ?? 10);

describe.each([1, 2])("onnxruntime-node with %i threads", (threads) => {
  const runtime = nodeRuntime({ threads });
  it.each(runtimeLaws)("$name", (law) => checkRuntimeLaw(law, runtime, `node ${threads}`, cases), 600_000);
});
