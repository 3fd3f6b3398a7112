import { dtypeRange, sizeOf } from "@openhcs/core";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { floatOf } from "../../wgsl/casts.js";
import { valueType } from "../../wgsl/element.js";
import { byGroup } from "../../wgsl/shader.js";

/** Bins that a group counts in memory of its own, which every device has 16 KiB of. */
const mostLocalBins = 2048;
const groupSize = 256;
/** Each item counts many elements, so that few counts are added to the device's. */
const mostGroups = 512;

/** How often each value of an integer dtype of at most 16 bits occurs, from its smallest one on; on the device. */
export function countIntegers(image: WebGpuArray, work: GpuWork): Promise<WebGpuArray> {
  const { min, max } = dtypeRange(image.dtype);
  const bin = valueType(image.dtype) === "u32" ? "i32(load_IN(i))" : `load_IN(i) + ${-min}`;
  return count(image, max - min + 1, `fn bin_of(i: u32) -> i32 { return ${bin}; }`, work);
}

/** How many elements lie in each of equal bins, of which the lower edge belongs to a bin, and the last one has both; on the device. */
export function countInBins(image: WebGpuArray, edges: Float32Array, work: GpuWork): Promise<WebGpuArray> {
  return count(image, edges.length - 1, `fn bin_of(i: u32) -> i32 {
  let value = ${floatOf(image.dtype, "load_IN(i)")};
  let last = i32(n.bins) - 1;
  if (is_nan(value) || is_less(value, load_EDGES(0u)) || is_less(load_EDGES(n.bins), value)) { return -1; }
  var low = 0;
  var high = last;
  while (low < high) {
    let middle = (low + high + 1) / 2;
    if (is_less(value, load_EDGES(u32(middle)))) { high = middle - 1; } else { low = middle; }
  }
  return low;
}`, work, edges);
}

/** Counts as numbers on the host. */
export async function readCounts(counts: WebGpuArray, work: GpuWork): Promise<Float64Array> {
  return Float64Array.from(new Uint32Array((await work.read(counts)).buffer));
}

async function count(image: WebGpuArray, bins: number, binOf: string, work: GpuWork, edges?: Float32Array): Promise<WebGpuArray> {
  const counts = work.zeros("uint32", [bins]);
  const size = sizeOf(image.shape);
  const isLocal = bins <= mostLocalBins;
  const add = (place: string) => `atomicAdd(&${place}[bin], 1u)`;
  const shader = byGroup({
    name: "histogram", reads: { IN: image.dtype, ...(edges === undefined ? {} : { EDGES: "float32" as const }) }, writes: {}, counts: "COUNTS", groupSize,
    numbers: { bins: "u32", size: "u32", groups: "u32" },
    code: `${isLocal ? `var<workgroup> own_counts: array<atomic<u32>, ${mostLocalBins}>;` : ""}
${binOf}
fn group(at: u32, own: u32) {
  for (var i = at * ${groupSize}u + own; i < n.size && at < n.groups; i += n.groups * ${groupSize}u) {
    let bin = bin_of(i);
    if (bin >= 0) { ${add(isLocal ? "own_counts" : "COUNTS")}; }
  }
  ${isLocal ? `workgroupBarrier();
  for (var bin = own; bin < n.bins; bin += ${groupSize}u) {
    let found = atomicLoad(&own_counts[bin]);
    if (found > 0u) { atomicAdd(&COUNTS[bin], found); }
  }` : ""}
}`,
  });
  const groups = Math.min(mostGroups, Math.ceil(size / groupSize));
  const table = edges === undefined ? [] : [work.table(edges, "float32")];
  await work.launch(shader, [image, ...table, counts], { bins, size, groups }, groups * groupSize);
  return counts;
}
