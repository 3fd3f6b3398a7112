import { bytesPerElement, isFloat, sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { memberCount, type Boundary, type Footprint } from "@openhcs/functions/for-kernels";
import { kernelSource, type KernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { modeNumber } from "../neighborhood/mode-number.js";
import { outsideType } from "../neighborhood/outside.js";
import { distancesIn, extendedStacks, liesInStacks } from "../neighborhood/stacks.js";
import { rankNetwork } from "./rank-network.js";

/** So many elements a sorting network holds in registers. */
const mostInNetwork = 49;

/** Neighbours that are looked at for one pixel: each once per bit. */
const mostLooks = 8192;

/** `true`, or why ranks over a footprint are left to the reference. */
export function takesRanks({ dtype, shape }: { readonly dtype: Dtype; readonly shape: Shape }, footprint: Footprint): true | string {
  const members = memberCount(footprint);
  if (members > mostInNetwork && members * bitsOf(dtype) > mostLooks) return `leaves windows of more than ${mostLooks / bitsOf(dtype)} ${dtype} pixels to the reference`;
  return liesInStacks(shape, footprint.shape);
}

/** The neighbour of a rank around every pixel; what lies beyond the border is an element of the image. */
export async function footprintRank(work: DeviceWork, image: Array, footprint: Footprint, rank: number, boundary: Boundary): Promise<Array> {
  const { dtype, shape } = image;
  const out = work.array(dtype, shape);
  if (out.bytes === 0) return out;
  const members = memberCount(footprint);
  const stacks = extendedStacks(shape, footprint);
  const isNetwork = members <= mostInNetwork;
  const program = await work.program(isNetwork ? networkSource(dtype, boundary, members, rank) : countingSource(dtype, boundary));
  const extended = work.array(keyDtype(dtype), stacks.shape);
  const wide = sizeOf(stacks.shape);
  program.launch("extend_keys", wide, [image, extended, ...stacks.extents, ...stacks.before, wide, modeNumber(boundary.mode), boundary.cval]);
  const distances = await work.table(distancesIn(stacks, footprint.shape, (member) => footprint.members[member] === 1), "int32");
  const size = sizeOf(shape);
  if (isNetwork) program.launch("rank_by_network", size, [extended, out, distances, ...stacks.extents, size]);
  else program.launch("rank_by_counting", size, [extended, out, distances, members, rank, bitsOf(dtype), ...stacks.extents, size]);
  work.free(extended);
  work.free(distances);
  return out;
}

/** The programs that find ranks in images of a dtype: by a network of nine, and by counting. */
export function rankSources(dtype: Dtype, boundary: Boundary): readonly KernelSource[] {
  return [networkSource(dtype, boundary, 9, 4), countingSource(dtype, boundary)];
}

function networkSource(dtype: Dtype, boundary: Boundary, members: number, rank: number): KernelSource {
  const { network, result } = rankNetwork(members, rank);
  return rankSource("filters/rank-network.cl", dtype, boundary, { NETWORK: network, RESULT: result });
}

function countingSource(dtype: Dtype, boundary: Boundary): KernelSource {
  return rankSource("filters/rank-counting.cl", dtype, boundary, {});
}

function rankSource(file: string, dtype: Dtype, boundary: Boundary, defines: Readonly<Record<string, string>>): KernelSource {
  return kernelSource(["neighborhood/boundary.cl", "neighborhood/extended.cl", "filters/ordered.cl", file], {
    elements: { IN: dtype, KEY: keyDtype(dtype) },
    compute: outsideType(dtype, boundary),
    defines: { TOP: `((KEY_t)1 << ${bitsOf(dtype) - 1})`, ...orderOf(dtype), ...defines },
  });
}

function orderOf(dtype: Dtype): Readonly<Record<string, string | number>> {
  if (dtype.startsWith("int")) return { ORDERED_SIGNED: 1 };
  if (!isFloat(dtype)) return {};
  const [bits, value] = { float16: ["float_to_half", "half_to_float"], float32: ["float_to_bits", "bits_to_float"], float64: ["double_to_bits", "bits_to_double"] }[dtype as "float32"] as [string, string];
  return { ORDERED_FLOAT: 1, BITS_OF: bits, VALUE_OF: value };
}

function bitsOf(dtype: Dtype): number {
  return 8 * bytesPerElement(dtype);
}

function keyDtype(dtype: Dtype): Dtype {
  return `uint${bitsOf(dtype)}` as Dtype;
}
