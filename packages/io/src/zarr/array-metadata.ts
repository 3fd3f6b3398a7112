import { bytesPerElement, dtypeRange, maxRank, toFloat16, type Dtype } from "@openhcs/core";
import type { ArrayMetadata, CodecMetadata, DataType } from "zarrita";
import { quote } from "../quote.js";
import { boundedCodecs, exactLength, registeredName } from "./codecs.js";
import type { ZarrNode } from "./node.js";
import { isObject, type ZarrFolder } from "./zarr-folder.js";

/** An array of a Zarr hierarchy whose metadata were checked. */
export interface ZarrArray {
  readonly folder: ZarrFolder;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** Extents of what is read and decoded at once. */
  readonly chunks: readonly number[];
  /** Extents of what one file holds; larger than `chunks` where chunks are sharded. */
  readonly fileChunks: readonly number[];
  readonly dimensionNames: readonly (string | null)[];
  /** For zarrita, with codecs of ours in place of its own, and bool and float16 as the integers that hold them. */
  readonly metadata: ArrayMetadata<DataType>;
}

const dtypes: Readonly<Record<string, Dtype>> = {
  b1: "bool", u1: "uint8", i1: "int8", u2: "uint16", i2: "int16", u4: "uint32", i4: "int32", u8: "uint64", i8: "int64", f2: "float16", f4: "float32", f8: "float64",
};

/** @throws CorruptImageError, UnsupportedImageError */
export function parseArray(node: ZarrNode): ZarrArray {
  return node.zarrFormat === 2 ? parseArray2(node) : parseArray3(node);
}

function parseArray2({ folder, metadata }: ZarrNode): ZarrArray {
  const { dtype: code, order = "C", compressor = null, filters = null, dimension_separator: separator = "." } = metadata;
  const dtype = typeof code === "string" && /^[<>|]/.test(code) ? dtypes[code.slice(1)] : undefined;
  if (dtype === undefined) throw folder.unsupported(`dtype must be one of ${Object.keys(dtypes).join(", ")} with its byte order, is ${quote(JSON.stringify(code) ?? "missing")}.`);
  if (order !== "C" && order !== "F") throw folder.corrupt(`the order must be C or F, is ${quote(String(order))}.`);
  if (separator !== "." && separator !== "/") throw folder.corrupt(`the dimension separator must be "." or "/", is ${quote(String(separator))}.`);
  if (filters !== null && !(Array.isArray(filters) && filters.length === 0)) throw folder.unsupported(`filters are not read: ${quote(JSON.stringify(filters))}.`);
  const shape = extents(folder, "shape", metadata.shape, 0);
  const chunks = extents(folder, "chunks", metadata.chunks, 1, shape.length);
  const codecs: CodecMetadata[] = [{ name: "bytes", configuration: { endian: (code as string).startsWith(">") ? "big" : "little" } }, ours(exactLength)];
  if (order === "F") codecs.unshift({ name: "transpose", configuration: { order: shape.map((_, axis) => shape.length - 1 - axis) } });
  if (compressor !== null) codecs.push(compression(folder, isObject(compressor) ? compressor.id : compressor));
  return zarrArray(folder, { shape, dtype, chunks, fileChunks: chunks, dimensionNames: [] }, metadata.fill_value, { name: "v2", configuration: { separator } }, codecs);
}

function parseArray3({ folder, metadata }: ZarrNode): ZarrArray {
  const { data_type: type, chunk_grid: grid, chunk_key_encoding: keys, codecs: listed, storage_transformers: transformers = [], dimension_names: names } = metadata;
  const dtype = Object.values(dtypes).find((known) => known === type);
  if (dtype === undefined) throw folder.unsupported(`data_type must be one of ${Object.values(dtypes).join(", ")}, is ${quote(JSON.stringify(type) ?? "missing")}.`);
  if (!isObject(grid) || grid.name !== "regular" || !isObject(grid.configuration)) throw folder.unsupported("only regular chunk grids are read.");
  if (!Array.isArray(transformers) || transformers.length > 0) throw folder.unsupported("storage transformers are not read.");
  if (!isObject(keys) || (keys.name !== "default" && keys.name !== "v2")) throw folder.unsupported("the chunk key encoding must be default or v2.");
  const separator = (isObject(keys.configuration) ? keys.configuration.separator : undefined) ?? (keys.name === "v2" ? "." : "/");
  if (separator !== "." && separator !== "/") throw folder.corrupt(`the separator of chunk keys must be "." or "/", is ${quote(String(separator))}.`);
  const shape = extents(folder, "shape", metadata.shape, 0);
  const fileChunks = extents(folder, "chunk_shape", grid.configuration.chunk_shape, 1, shape.length);
  const codecs = codecList(folder, listed);
  const sharded = codecs.find(({ name }) => name === "sharding_indexed");
  const { chunks, pipeline } = sharded === undefined ? { chunks: fileChunks, pipeline: checkedCodecs(folder, codecs, shape.length) } : sharding(folder, codecs, fileChunks);
  const dimensionNames = Array.isArray(names) ? names.map((name) => (typeof name === "string" ? name : null)) : [];
  return zarrArray(folder, { shape, dtype, chunks, fileChunks, dimensionNames }, metadata.fill_value, { name: keys.name, configuration: { separator } }, pipeline);
}

function zarrArray(
  folder: ZarrFolder, traits: Omit<ZarrArray, "folder" | "metadata">, fill: unknown, keys: ArrayMetadata["chunk_key_encoding"], codecs: CodecMetadata[],
): ZarrArray {
  const { shape, dtype, fileChunks } = traits;
  const metadata = {
    zarr_format: 3, node_type: "array", shape: [...shape], data_type: storedAs(dtype), attributes: {}, codecs, chunk_key_encoding: keys,
    chunk_grid: { name: "regular", configuration: { chunk_shape: [...fileChunks] } }, fill_value: fillValue(folder, fill, dtype),
  } as unknown as ArrayMetadata<DataType>;
  return { folder, ...traits, metadata };
}

/** zarrita has an array class of its own for bool, and none for float16 before Node 24. */
function storedAs(dtype: Dtype): string {
  return dtype === "bool" ? "uint8" : dtype === "float16" ? "uint16" : dtype;
}

function extents(folder: ZarrFolder, name: string, value: unknown, min: number, rank?: number): number[] {
  if (!Array.isArray(value) || !value.every((extent) => Number.isSafeInteger(extent) && extent >= min)) throw folder.corrupt(`${name} must be integers of at least ${min}, is ${quote(JSON.stringify(value) ?? "missing")}.`);
  if (value.length > maxRank) throw folder.unsupported(`has ${value.length} axes, an array has at most ${maxRank}.`);
  if (rank !== undefined && value.length !== rank) throw folder.corrupt(`${name} must have ${rank} extents like the shape, has ${value.length}.`);
  return value as number[];
}

interface Codec {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

function codecList(folder: ZarrFolder, listed: unknown): Codec[] {
  if (!Array.isArray(listed) || listed.length === 0 || listed.length > 32) throw folder.corrupt("codecs must be a list of at least one.");
  return listed.map((codec: unknown) => {
    const { name, configuration = {} } = isObject(codec) ? codec : { name: codec };
    if (typeof name !== "string" || !isObject(configuration)) throw folder.corrupt(`a codec must have a name, is ${quote(JSON.stringify(codec) ?? "missing")}.`);
    return { name, configuration };
  });
}

/** Transpositions first, then "bytes", then what packs them. */
function checkedCodecs(folder: ZarrFolder, codecs: readonly Codec[], rank: number): CodecMetadata[] {
  const at = codecs.findIndex(({ name }) => name === "bytes");
  const odd = at < 0 ? codecs[0] : codecs.slice(0, at).find(({ name }) => name !== "transpose");
  if (odd !== undefined) throw folder.unsupported(`codec ${quote(odd.name)} is not read there.`);
  if (at > 1) throw folder.unsupported("more than one transposition is not read.");
  const endian = codecs[at]?.configuration.endian ?? "little";
  if (endian !== "little" && endian !== "big") throw folder.corrupt(`the byte order must be little or big, is ${quote(String(endian))}.`);
  return [
    ...codecs.slice(0, at).map(({ configuration }) => ({ name: "transpose", configuration: { order: axisOrder(folder, configuration.order, rank) } })),
    { name: "bytes", configuration: { endian } }, ours(exactLength),
    ...codecs.slice(at + 1).map(({ name }) => compression(folder, name)),
  ];
}

function axisOrder(folder: ZarrFolder, order: unknown, rank: number): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  if (order === "C") return axes;
  if (order === "F") return axes.reverse();
  if (!Array.isArray(order) || order.length !== rank || !axes.every((axis) => order.includes(axis))) throw folder.corrupt(`a transposition must name each of ${rank} axes once, is ${quote(JSON.stringify(order) ?? "missing")}.`);
  return order as number[];
}

/** Chunks in shards: files that hold many of them, behind an index. */
function sharding(folder: ZarrFolder, codecs: readonly Codec[], fileChunks: readonly number[]): { readonly chunks: readonly number[]; readonly pipeline: CodecMetadata[] } {
  const [{ name, configuration }] = codecs as [Codec];
  if (codecs.length > 1 || name !== "sharding_indexed") throw folder.unsupported("codecs around shards are not read.");
  const { chunk_shape: inner, codecs: own, index_codecs: index, index_location: location = "end" } = configuration;
  if (location !== "end") throw folder.unsupported(`a shard's index is read at its end, not at its ${quote(String(location))}.`);
  const rank = fileChunks.length;
  const chunks = extents(folder, "chunk_shape of shards", inner, 1, rank);
  if (chunks.some((extent, axis) => (fileChunks[axis] as number) % extent !== 0)) throw folder.corrupt(`shards of [${fileChunks.join(", ")}] are no multiple of their chunks of [${chunks.join(", ")}].`);
  const entries = fileChunks.reduce((count, extent, axis) => count * (extent / (chunks[axis] as number)), 1);
  if (entries > 2 ** 22) throw folder.unsupported(`a shard of ${entries} chunks is not read.`);
  const indexCodecs = checkedCodecs(folder, codecList(folder, index), rank + 1);
  const plain = ["bytes", registeredName(exactLength), registeredName("crc32c")];
  if (!indexCodecs.every((codec) => plain.includes(codec.name))) throw folder.unsupported("a shard's index must lie in plain bytes, with or without crc32c.");
  return { chunks, pipeline: [{ name, configuration: { chunk_shape: chunks, codecs: checkedCodecs(folder, codecList(folder, own), rank), index_codecs: indexCodecs } }] };
}

function ours(name: string): CodecMetadata {
  return { name: registeredName(name), configuration: {} };
}

function compression(folder: ZarrFolder, name: unknown): CodecMetadata {
  const known = typeof name === "string" ? name.replace(/^numcodecs\./, "") : "";
  if (!Object.hasOwn(boundedCodecs, known)) throw folder.unsupported(`codec ${quote(String(name))} is not read, only ${Object.keys(boundedCodecs).join(", ")}.`);
  return ours(known);
}

/** The value of chunks that are not there, in the dtype that holds the elements. */
function fillValue(folder: ZarrFolder, value: unknown, dtype: Dtype): number | string {
  const fill = value ?? 0;
  const isBigint = dtype === "int64" || dtype === "uint64";
  if (typeof fill === "boolean") return Number(fill);
  if (dtype.startsWith("float")) {
    const number = typeof fill === "number" ? fill : { NaN, Infinity, "-Infinity": -Infinity }[String(fill)] ?? floatOfBits(String(fill), 8 * bytesPerElement(dtype));
    if (number !== undefined) return dtype === "float16" ? toFloat16(number) : number;
  } else if (typeof fill === "number" && Number.isInteger(fill) && isWithin(fill, dtype)) {
    return isBigint ? String(BigInt(fill)) : fill;
  }
  throw folder.corrupt(`fill_value ${quote(JSON.stringify(value))} is none of ${dtype}.`);
}

/** Bounds of 64-bit integers are rounded to float64, as what JSON holds is; 2^63 and 2^64 are then beyond them. */
function isWithin(value: number, dtype: Dtype): boolean {
  const { min, max } = dtypeRange(dtype);
  return value >= min && (Number.isSafeInteger(max) ? value <= max : value < max);
}

/** The number whose bits are given in hexadecimal digits, as Zarr 3 writes what JSON has no number for. */
function floatOfBits(text: string, bits: number): number | undefined {
  if (!new RegExp(`^0x[\\da-fA-F]{${bits / 4}}$`).test(text)) return undefined;
  if (bits === 16) return NaN;
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(text));
  return bits === 32 ? view.getFloat32(4) : view.getFloat64(0);
}
