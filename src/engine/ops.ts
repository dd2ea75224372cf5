// The operations that losses and networks are written in; values are never owned, consumed or freed.
export * from "./ops/convolution.ts";
export * from "./ops/elementwise.ts";
export * from "./ops/gradient.ts";
export * from "./ops/indexing.ts";
export * from "./ops/movement.ts";
export * from "./ops/reduction.ts";
export { constant, type Operand, Value } from "./value.ts";
