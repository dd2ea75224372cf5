// Named arrays as safetensors bytes, and back; a file from anywhere is checked before a single array is made.
import { DamagedDataError, InputError } from "../base/errors.ts";
import { formatVersion } from "./format.ts";

/** A dense row-major array as it is stored; the engine's tensors have the same shape. */
export interface StoredTensor {
  readonly dtype: "float32" | "int32" | "uint8" | "bool";
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type StoredTensors = Readonly<Record<string, StoredTensor>>;

/** What a file may hold at most: larger headers are attacks on the reader, not models. */
export const safetensorsLimits = { headerBytes: 1_000_000, tensors: 10_000, rank: 16 } as const;

const typeCodes = { float32: "F32", int32: "I32", uint8: "U8", bool: "BOOL" } as const;
const dtypes = new Map(
  Object.entries(typeCodes).map(([dtype, code]) => [code as string, dtype as keyof typeof typeCodes]),
);
const widths = { float32: 4, int32: 4, uint8: 1, bool: 1 } as const;
const metadataKey = "__metadata__";

interface Region {
  readonly name: string;
  readonly dtype: StoredTensor["dtype"];
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * The bytes of a safetensors file: arrays by element width (wide first), then by name, without gaps, so equal values
 * give equal bytes. Throws an InputError for an array whose data and shape disagree.
 */
export function encodeSafetensors(tensors: StoredTensors): Uint8Array {
  const names = Object.keys(tensors).sort((a, b) => {
    const difference = widths[tensors[b]!.dtype] - widths[tensors[a]!.dtype];
    return difference || (a < b ? -1 : 1);
  });
  const header: Record<string, unknown> = {
    [metadataKey]: { format: "innergap", version: String(formatVersion) },
  };
  let offset = 0;
  for (const name of names) {
    const { dtype, shape, data } = checked(name, tensors[name]!);
    header[name] = { dtype: typeCodes[dtype], shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const headerBytes = paddedHeader(header);
  const bytes = new Uint8Array(8 + headerBytes.length + offset);
  new DataView(bytes.buffer).setUint32(0, headerBytes.length, true);
  bytes.set(headerBytes, 8);
  let at = 8 + headerBytes.length;
  for (const name of names) {
    const { data } = tensors[name]!;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

function checked(name: string, tensor: StoredTensor): StoredTensor {
  const size = tensor.shape.reduce((product, extent) => product * extent, 1);
  const kind = tensor.dtype === "float32" ? Float32Array : tensor.dtype === "int32" ? Int32Array : Uint8Array;
  if (name === metadataKey || name === "__proto__")
    throw new InputError(`tensor "${name}"`, "a reserved name", "another");
  if (!(tensor.data instanceof kind) || tensor.data.length !== size) {
    const found = `${tensor.data.constructor.name} of ${tensor.data.length}`;
    throw new InputError(`tensor "${name}"`, found, `${kind.name} of shape [${tensor.shape.join(", ")}]`);
  }
  return tensor;
}

/** The header padded with spaces, so that the arrays begin at a multiple of eight. */
function paddedHeader(header: Record<string, unknown>): Uint8Array {
  const text = JSON.stringify(header);
  const length = new TextEncoder().encode(text).length;
  return new TextEncoder().encode(text + " ".repeat((8 - (length % 8)) % 8));
}

/** The arrays of a safetensors file. Throws a DamagedDataError naming `file` and what is wrong with it. */
export function decodeSafetensors(bytes: Uint8Array, file: string): Record<string, StoredTensor> {
  const damaged = (found: string, expected: string) => new DamagedDataError(file, found, expected);
  const start = dataStart(bytes, damaged);
  const regions = readHeader(bytes.subarray(8, start), damaged, file);
  let at = 0;
  for (const region of regions) {
    if (region.begin !== at) {
      throw damaged(`tensor "${region.name}" at byte ${region.begin}`, `byte ${at}: no gap and no overlap`);
    }
    at = region.end;
  }
  if (at !== bytes.length - start)
    throw damaged(`${bytes.length - start} bytes of arrays`, `${at} as the header says`);
  return Object.fromEntries(regions.map((region) => [region.name, takeOut(bytes, start, region, damaged)]));
}

type Damaged = (found: string, expected: string) => DamagedDataError;

/** Where the arrays begin. */
function dataStart(bytes: Uint8Array, damaged: Damaged): number {
  if (bytes.length < 8) throw damaged(`${bytes.length} bytes`, "at least 8");
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > safetensorsLimits.headerBytes) {
    throw damaged(`a header of ${length} bytes`, `at most ${safetensorsLimits.headerBytes}`);
  }
  if (8 + length > bytes.length)
    throw damaged(`${bytes.length} bytes`, `a header of ${length} bytes and arrays`);
  return 8 + length;
}

/** The regions in the order of their offsets. */
function readHeader(bytes: Uint8Array, damaged: Damaged, file: string): Region[] {
  const header = parseHeader(bytes, damaged);
  checkVersion(header[metadataKey], file);
  const names = Object.keys(header).filter((name) => name !== metadataKey);
  if (names.length > safetensorsLimits.tensors) {
    throw damaged(`${names.length} tensors`, `at most ${safetensorsLimits.tensors}`);
  }
  const regions = names.map((name) => regionOf(name, header[name], damaged));
  // An empty array begins where its neighbour does, so the end decides between equal beginnings.
  return regions.sort((a, b) => a.begin - b.begin || a.end - b.end);
}

function parseHeader(bytes: Uint8Array, damaged: Damaged): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw damaged("a header that is not JSON", "a JSON object");
  }
  if (!isObject(header) || Object.hasOwn(header, "__proto__"))
    throw damaged("a header of another kind", "a JSON object");
  return header;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Files of other programs carry no version of ours and pass. */
function checkVersion(metadata: unknown, file: string): void {
  if (!isObject(metadata) || metadata.format !== "innergap") return;
  const version = Number(metadata.version);
  if (version > formatVersion)
    throw new InputError(
      file,
      `format ${version}`,
      `format ${formatVersion} or older: a newer innergap wrote it`,
    );
}

function regionOf(name: string, entry: unknown, damaged: Damaged): Region {
  const fail = (expected: string) =>
    damaged(`tensor "${name}" described as ${JSON.stringify(entry).slice(0, 120)}`, expected);
  if (!isObject(entry)) throw fail("an object");
  const dtype = typeof entry.dtype === "string" ? dtypes.get(entry.dtype) : undefined;
  if (!dtype) throw fail(`a dtype of ${[...dtypes.keys()].join(", ")}`);
  const { shape, data_offsets: offsets } = entry;
  if (!isCounts(shape) || shape.length > safetensorsLimits.rank) throw fail("a shape of whole numbers");
  if (!isCounts(offsets) || offsets.length !== 2) throw fail("two data_offsets");
  const size = shape.reduce((product, extent) => product * extent, widths[dtype]);
  const [begin, end] = offsets as [number, number];
  if (!Number.isSafeInteger(size) || end - begin !== size)
    throw fail("offsets as far apart as the shape says");
  return { name, dtype, shape, begin, end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
}

function takeOut(bytes: Uint8Array, start: number, region: Region, damaged: Damaged): StoredTensor {
  // A copy of its own: arrays in the file need not be aligned for a typed view. (`slice` of Node's buffers copies nothing.)
  const raw = new Uint8Array(bytes.subarray(start + region.begin, start + region.end));
  if (region.dtype === "bool" && raw.some((value) => value > 1)) {
    throw damaged(`tensor "${region.name}" with a byte above 1`, "truth values 0 and 1");
  }
  const data =
    region.dtype === "float32"
      ? new Float32Array(raw.buffer)
      : region.dtype === "int32"
        ? new Int32Array(raw.buffer)
        : raw;
  return { dtype: region.dtype, shape: region.shape, data };
}
