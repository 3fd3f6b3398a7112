import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { bytesPerElement, type Dtype } from "@openhcs/core";
import blosc from "numcodecs/blosc";
import lz4 from "numcodecs/lz4";
import { registry } from "zarrita";
import { zstd } from "../tiff/codecs/zstd.js";

/** Compression of chunks that knows how much may come out of it, as zarrita's own does not. */
interface BoundedCodec {
  /** Throws where the data are damaged or would come to more than `mostBytes`. */
  decode(bytes: Uint8Array, mostBytes: number): Uint8Array | Promise<Uint8Array>;
  encode?(bytes: Uint8Array): Promise<Uint8Array>;
  /** Bytes that it adds, where they are always as many. */
  readonly added?: number;
}

const [gzip, gunzip, deflate, inflate] = [promisify(zlib.gzip), promisify(zlib.gunzip), promisify(zlib.deflate), promisify(zlib.inflate)];

/** Of deflate, for gzip and zlib. */
export const level = 4;

/** By the names that Zarr 2 and 3 have for them. */
export const boundedCodecs: Readonly<Record<string, BoundedCodec>> = {
  gzip: { decode: (bytes, maxOutputLength) => gunzip(bytes, { maxOutputLength }), encode: (bytes) => gzip(bytes, { level }) },
  zlib: { decode: (bytes, maxOutputLength) => inflate(bytes, { maxOutputLength }), encode: (bytes) => deflate(bytes, { level }) },
  zstd: { decode: decodeZstd },
  blosc: { decode: decodeBlosc },
  lz4: { decode: decodeLz4 },
  crc32c: { decode: decodeChecksum, added: 4 },
};

/** The name under which zarrita knows a codec of ours. */
export function registeredName(name: string): string {
  return `@openhcs/io:${name}`;
}

/** The codec that a pipeline has right behind "bytes": it refuses chunks of another length, which zarrita would take for zeros. */
export const exactLength = "exact-length";

interface ChunkMetadata {
  readonly dataType: string;
  readonly shape: readonly number[];
}

/** Makes our codecs known to zarrita, under names of their own, so that nobody else's are replaced. */
export function registerCodecs(): void {
  if (registry.has(registeredName(exactLength))) return;
  for (const [name, { decode, encode, added }] of Object.entries(boundedCodecs)) {
    register(name, (chunk) => ({
      decode: (bytes) => decode(bytes, mostEncoded(chunk)),
      encode: async (bytes) => (encode === undefined ? Promise.reject(new Error(`${name} is only read`)) : encode(bytes)),
      ...(added !== undefined && { computeEncodedSize: (size: number) => size + added }),
    }));
  }
  register(exactLength, (chunk) => ({
    decode: (bytes) => {
      if (bytes.length !== decodedLength(chunk)) throw new Error(`holds ${bytes.length} bytes instead of ${decodedLength(chunk)}`);
      return bytes;
    },
    encode: (bytes) => bytes,
    computeEncodedSize: (size: number) => size,
  }));
}

interface PipelineCodec {
  decode(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  encode(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  computeEncodedSize?(size: number): number;
}

function register(name: string, make: (chunk: ChunkMetadata) => PipelineCodec): void {
  const entry = { kind: "bytes_to_bytes", fromConfig: (_: unknown, chunk: ChunkMetadata) => ({ kind: "bytes_to_bytes", ...make(chunk) }) } as const;
  registry.set(registeredName(name), async () => entry as unknown as Awaited<ReturnType<Parameters<typeof registry.set>[1]>>);
}

function decodedLength({ dataType, shape }: ChunkMetadata): number {
  return shape.reduce((size, extent) => size * extent, bytesPerElement(dataType as Dtype));
}

/** More than any codec makes of a chunk: one may be fed with what another one made of data that do not compress. */
export function mostEncoded(chunk: ChunkMetadata): number {
  const length = decodedLength(chunk);
  return length + Math.ceil(length / 8) + 4096;
}

async function decodeZstd(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  await zstd.ready?.();
  const into = new Uint8Array(Math.min(mostBytes, frameContentSize(bytes) ?? mostBytes));
  return into.subarray(0, zstd.decode(bytes, into, { width: 0, height: 0, samples: 1, jpegTables: new Uint8Array(0), isYCbCr: false }));
}

/** What a Zstandard frame says of its length (RFC 8878, 3.1.1.1); undefined where it says nothing. */
function frameContentSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < 18) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0xfd2fb528) throw new Error("is no Zstandard frame");
  const descriptor = view.getUint8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const at = 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] as number);
  const width = descriptor >> 6;
  if (width === 0) return isSingle ? view.getUint8(at) : undefined;
  return width === 1 ? view.getUint16(at, true) + 256 : width === 2 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

/** The header of Blosc 1 gives both lengths, and the library writes as much as the header says. */
async function decodeBlosc(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  if (bytes.length < 16) throw new Error("ends inside the header of Blosc");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [decoded, stored] = [view.getUint32(4, true), view.getUint32(12, true)];
  if (decoded > mostBytes) throw new Error(`promises ${decoded} bytes, more than ${mostBytes}`);
  if (stored !== bytes.length) throw new Error(`is ${bytes.length} bytes long, its header says ${stored}`);
  return blosc.fromConfig({}).decode(bytes);
}

async function decodeLz4(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  if (bytes.length < 4) throw new Error("ends inside the length of LZ4");
  const decoded = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (decoded > mostBytes) throw new Error(`promises ${decoded} bytes, more than ${mostBytes}`);
  return lz4.fromConfig({}).decode(bytes);
}

function decodeChecksum(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4) throw new Error("ends inside its checksum");
  const data = bytes.subarray(0, -4);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + data.length, 4).getUint32(0, true);
  if (crc32c(data) !== stored) throw new Error("does not match its checksum");
  return data;
}

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  return remainder;
});

/** CRC-32C (Castagnoli), as RFC 3720 has it. */
export function crc32c(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (castagnoli[(remainder ^ byte) & 0xff] as number) ^ (remainder >>> 8);
  return (remainder ^ 0xffffffff) >>> 0;
}
