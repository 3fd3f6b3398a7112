import { isOpenHcsError, messageOf, NdArray, type TypedArray } from "@openhcs/core";
import { Array as ZarritaArray, get, isZarritaError, type AsyncReadable, type Chunk, type DataType } from "zarrita";
import { ImageTooLargeError } from "../image-errors.js";
import { pixelBytes } from "../pixel-allocation.js";
import type { ZarrArray } from "./array-metadata.js";
import { chunkQueue } from "./chunk-queue.js";
import { mostEncoded, registerCodecs } from "./codecs.js";

/** More chunks than that take memory of their own to plan for. */
const mostChunks = 2 ** 18;

/**
 * The elements of an array, or those at indices along its first axes.
 *
 * Chunks that are not there hold the fill value.
 * @param maxBytes neither the elements nor four times the chunks that hold them may take more
 * @throws CorruptImageError, ImageTooLargeError, UnsupportedImageError
 */
export async function readArray(array: ZarrArray, maxBytes: number, leading: readonly number[] = []): Promise<NdArray> {
  const { folder, shape, dtype } = array;
  const kept = shape.slice(leading.length);
  checkSize(array, kept, leading.length, maxBytes);
  if (kept.includes(0)) return NdArray.zeros(kept, dtype);
  registerCodecs();
  try {
    const zarrita = new ZarritaArray(chunkStore(array), "/", array.metadata);
    const chunk = shape.length === 0 ? await zarrita.getChunk([]) : ((await get(zarrita, selection(leading, kept), { createQueue: chunkQueue })) as Chunk<DataType>);
    return fromChunk(chunk, kept, array);
  } catch (cause) {
    if (isOpenHcsError(cause)) throw cause;
    if (isZarritaError(cause)) throw folder.corrupt(`a chunk is damaged: it ${reason(cause)}.`, cause);
    if (cause instanceof RangeError) throw new ImageTooLargeError(folder.file, pixelBytes(dtype, kept), maxBytes, { cause });
    throw cause;
  }
}

/** The reason of the codec that failed rather than the pipeline's. */
function reason(error: Error): string {
  return error.cause === undefined ? messageOf(error) : messageOf(error.cause);
}

function checkSize({ folder, shape, dtype, chunks }: ZarrArray, kept: readonly number[], dropped: number, maxBytes: number): void {
  const bytes = pixelBytes(dtype, kept);
  if (!(bytes <= maxBytes)) throw new ImageTooLargeError(folder.file, bytes, maxBytes);
  const count = kept.reduce((product, extent, i) => product * Math.ceil(extent / (chunks[dropped + i] as number)), 1);
  const chunkBytes = pixelBytes(dtype, chunks);
  if (!(chunkBytes <= maxBytes)) throw new ImageTooLargeError(folder.file, chunkBytes, maxBytes);
  if (!(count * chunkBytes <= 4 * maxBytes)) throw new ImageTooLargeError(folder.file, count * chunkBytes, 4 * maxBytes);
  if (!(count <= mostChunks)) throw folder.unsupported(`[${shape.join(", ")}] in chunks of [${chunks.join(", ")}] are ${count} chunks, at most ${mostChunks} are read at once. Read a page or another level.`);
}

function selection(leading: readonly number[], kept: readonly number[]): (number | null)[] {
  return [...leading, ...kept.map(() => null)];
}

/** The chunks of an array as zarrita asks for them: by name, or, in shards, by their place in a file. */
function chunkStore({ folder, dtype, chunks, fileChunks }: ZarrArray): AsyncReadable {
  const most = (extents: readonly number[]) => mostEncoded({ dataType: dtype, shape: extents });
  const isSharded = chunks !== fileChunks;
  return {
    get: async (key) => folder.bytes(key.slice(1), most(fileChunks)),
    getRange: async (key, range) => {
      const length = "suffixLength" in range ? range.suffixLength : range.length;
      if (isSharded && !("suffixLength" in range) && !(length <= most(chunks))) throw folder.corrupt(`the index of ${key.slice(1)} gives a chunk of ${length} bytes, more than one can take.`);
      return folder.range(key.slice(1), "suffixLength" in range ? undefined : range.offset, length);
    },
  };
}

function fromChunk({ data, stride }: Chunk<DataType>, shape: readonly number[], { dtype }: ZarrArray): NdArray {
  const elements = data as TypedArray;
  if (dtype === "bool") for (let i = 0; i < elements.length; i++) if ((elements[i] as number) > 1) elements[i] = 1;
  return new NdArray({ data: elements, shape, dtype, strides: stride });
}
