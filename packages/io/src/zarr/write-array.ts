import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bytesPerElement, dtypeKind, type Dtype, type NdArray } from "@openhcs/core";
import { Array as ZarritaArray, set, type AsyncReadable, type AsyncWritable, type Chunk, type DataType } from "zarrita";
import type { WriteTarget } from "../image-format.js";
import { parseArray } from "./array-metadata.js";
import { chunkQueue } from "./chunk-queue.js";
import { level, registerCodecs } from "./codecs.js";
import { writeJson } from "./write-json.js";
import { readNode } from "./node.js";
import { ZarrFolder } from "./zarr-folder.js";

/** Edge of a chunk where nobody asks for another. */
export const defaultTileSize = 1024;

/** Writes an array whose last axes are Y and X in chunks of one plane's tiles, as Zarr 2 or 3. */
export async function writeArray(folder: string, array: NdArray, axes: string, { compression, ngffVersion, tileSize = defaultTileSize }: WriteTarget): Promise<void> {
  const chunks = array.shape.map((extent, axis) => (axis < array.rank - 2 ? 1 : Math.min(extent, tileSize)));
  await mkdir(folder, { recursive: true });
  if (ngffVersion === "0.5") await writeJson(join(folder, "zarr.json"), metadata3(array, chunks, axes, compression));
  else await writeJson(join(folder, ".zarray"), metadata2(array, chunks, compression));
  registerCodecs();
  const node = await readNode(await ZarrFolder.open(folder));
  if (node === undefined) throw new Error(`${folder} has lost its metadata`);
  const { metadata } = parseArray(node);
  await set(new ZarritaArray(chunkStore(folder), "/", metadata), null, chunkOf(array), { createQueue: chunkQueue });
}

function metadata2({ shape, dtype }: NdArray, chunks: readonly number[], compression: string): object {
  const compressor = compression === "none" ? null : { id: "zlib", level };
  return { zarr_format: 2, shape, chunks, dtype: code2(dtype), compressor, fill_value: dtype === "bool" ? false : 0, order: "C", filters: null, dimension_separator: "/" };
}

function code2(dtype: Dtype): string {
  const kind = { bool: "b", uint: "u", int: "i", float: "f" }[dtypeKind(dtype)];
  return `${bytesPerElement(dtype) === 1 ? "|" : "<"}${kind}${bytesPerElement(dtype)}`;
}

function metadata3({ shape, dtype }: NdArray, chunks: readonly number[], axes: string, compression: string): object {
  return {
    zarr_format: 3, node_type: "array", shape, data_type: dtype, chunk_grid: { name: "regular", configuration: { chunk_shape: chunks } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } }, fill_value: dtype === "bool" ? false : 0,
    codecs: [
      bytesPerElement(dtype) === 1 ? { name: "bytes" } : { name: "bytes", configuration: { endian: "little" } },
      ...(compression === "none" ? [] : [{ name: "gzip", configuration: { level } }]),
    ],
    dimension_names: [...axes.toLowerCase()], attributes: {},
  };
}

function chunkStore(folder: string): AsyncReadable & AsyncWritable {
  const made = new Map<string, Promise<unknown>>();
  return {
    get: async () => undefined, // Every chunk is written once, so there is none to be completed.
    set: async (key, bytes) => {
      const path = join(folder, key);
      const parent = dirname(path);
      if (!made.has(parent)) made.set(parent, mkdir(parent, { recursive: true }));
      await made.get(parent);
      await writeFile(path, bytes);
    },
  };
}

/** The elements as zarrita takes them: by strides that are not negative, from the first element on. */
function chunkOf(array: NdArray): Chunk<DataType> {
  const { data, offset, strides, shape } = array.strides.every((stride) => stride >= 0) ? array : array.copy();
  return { data: data.subarray(offset), shape: [...shape], stride: [...strides] } as unknown as Chunk<DataType>;
}
