import { sizeOf } from "@openhcs/core";
import type { WebGpuArray } from "../session/gpu-array.js";
import { worked } from "../session/gpu-work.js";
import { elementsPerWord } from "../wgsl/element.js";
import { byItem, gather } from "../wgsl/shader.js";

const signal = new AbortController().signal;

/** A plane of a stack; the first of its elements may lie within a word. */
export function plane(array: WebGpuArray, at: number): Promise<WebGpuArray> {
  const { buffer, dtype, shape } = array;
  return worked(buffer.device, signal, async (work) => {
    const made = work.array(dtype, shape.slice(-2));
    const shader = gather({ name: "plane", reads: { IN: dtype }, out: dtype, numbers: { start: "u32" }, code: "fn element_of(i: u32) -> OUT_v { return load_IN(n.start + i); }" });
    await work.gather(shader, [array, made], { start: at * sizeOf(made.shape) });
    return made;
  });
}

/** Arrays along a new axis. Where one begins within a word, what the word has of the one before stays. */
export function stack(arrays: readonly WebGpuArray[]): Promise<WebGpuArray> {
  const { dtype, shape, buffer } = arrays[0] as WebGpuArray;
  const perWord = elementsPerWord(dtype);
  const shader = byItem({
    name: "stack", reads: { IN: dtype }, writes: { OUT: dtype }, numbers: { start: "u32", size: "u32" },
    code: `fn item(i: u32) {
  let word = n.start / ${perWord}u + i;
  if (word * ${perWord}u >= n.start + n.size) { return; }
  var bits = OUT[word];
  for (var k = 0u; k < ${perWord}u; k++) {
    let at = word * ${perWord}u + k;
    let shift = k * ${32 / perWord}u;
    if (at >= n.start && at < n.start + n.size) { bits = (bits & ~(${perWord === 1 ? "0xffffffffu" : `${2 ** (32 / perWord) - 1}u << shift`})) | (bits_OUT(load_IN(at - n.start)) << shift); }
  }
  OUT[word] = bits;
}`,
  });
  return worked(buffer.device, signal, async (work) => {
    const made = work.array(dtype, [arrays.length, ...shape]);
    const size = sizeOf(shape);
    for (const [at, array] of arrays.entries()) await work.launch(shader, [array, made], { start: at * size, size }, Math.ceil(size / perWord) + 1);
    return made;
  });
}
