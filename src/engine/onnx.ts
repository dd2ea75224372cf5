// Writes computation graphs as ONNX model bytes, and reads them back.
export type {
  OnnxAttribute,
  OnnxData,
  OnnxGraph,
  OnnxNode,
  OnnxPort,
  OnnxTensor,
  OnnxType,
} from "./onnx/graph.ts";
export { opsetVersion } from "./onnx/graph.ts";
export { parseModel, readModel } from "./onnx/read.ts";
export { writeModel } from "./onnx/write.ts";
