// Runs recorded functions with jax-js itself: slow, and what every other runtime must agree with.
import { type Array as JaxArray, jit } from "@jax-js/jax";
import { checkInput } from "./check.ts";
import type { Program, Runtime } from "./runtime.ts";
import type { Tensor, TensorSpec } from "./tensor.ts";
import { plainData, type Traced } from "./trace.ts";
import { jaxArray } from "./value.ts";

/** jax-js on its WebAssembly backend, one thread. */
export function referenceRuntime(): Runtime {
  return {
    fingerprint: "jax-js 0.1.25",
    threads: 1,
    load: (traced) => Promise.resolve(loadProgram(traced)),
  };
}

function loadProgram(traced: Traced): Program {
  const compiled = jit((arrays: JaxArray[]) => traced.apply(arrays));
  const names = Object.keys(traced.inputs);
  return {
    inputs: traced.inputs,
    outputs: traced.outputs,
    run: async (inputs) => {
      const given = names.map((name) => toJax(name, traced.inputs[name] as TensorSpec, inputs[name]));
      const results = compiled(given);
      const entries = Object.entries(traced.outputs).map(async ([name, spec], i) => {
        return [name, await toTensor(results[i] as JaxArray, spec)] as const;
      });
      return Object.fromEntries(await Promise.all(entries));
    },
    release: async () => compiled.dispose(),
  };
}

function toJax(name: string, spec: TensorSpec, given: Tensor | undefined): JaxArray {
  const { data, shape } = checkInput(name, spec, given);
  return jaxArray(data, shape, spec.dtype);
}

async function toTensor(array: JaxArray, { dtype, shape }: TensorSpec): Promise<Tensor> {
  return { dtype, shape, data: plainData(await array.data(), dtype) };
}
