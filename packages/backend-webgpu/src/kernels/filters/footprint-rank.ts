import { bytesPerElement, isFloat, sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { isElement, liesInStacks, modeNumber, rankNetwork, stacksOf } from "@openhcs/device/portable";
import { memberCount, type Boundary, type Footprint } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { narrowed, valueType } from "../../wgsl/element.js";
import { gather } from "../../wgsl/shader.js";
import { membersOf } from "../neighborhood/extreme-filter.js";
import { stackNumbers, stackReading } from "../neighborhood/stack-reading.js";

/** So many elements are sorted by a network; compilers take long over more. */
const mostInNetwork = 9;
/** Neighbours that are looked at for one pixel: each once per bit. */
const mostLooks = 8192;

/** `true`, or why ranks over a footprint are left to the reference. */
export function takesRanks({ dtype, shape }: { readonly dtype: Dtype; readonly shape: Shape }, footprint: Footprint, boundary: Boundary): true | string {
  const members = memberCount(footprint);
  if (members > mostInNetwork && members * bitsOf(dtype) > mostLooks) return `leaves windows of more than ${mostLooks / bitsOf(dtype)} ${dtype} pixels to the reference`;
  const answer = isElement(dtype, boundary);
  if (answer !== true) return answer;
  return liesInStacks(shape, footprint.shape);
}

/** The neighbour of a rank around every pixel: by a sorting network, or by counting bit by bit where the window is wide. */
export async function footprintRank(work: GpuWork, image: WebGpuArray, footprint: Footprint, rank: number, boundary: Boundary): Promise<WebGpuArray> {
  const { dtype, shape } = image;
  const out = work.array(dtype, shape);
  if (sizeOf(shape) === 0) return out;
  const members = memberCount(footprint);
  const shader = gather({
    name: "footprintRank", reads: { IN: dtype, PLACES: "int32" }, out: dtype, numbers: { ...stackNumbers, members: "u32", rank: "u32", cval: valueType(dtype) },
    code: `${stackReading}
${keysOf(dtype)}
fn key_at(pixel: Pixel, k: u32) -> u32 {
  let place = neighbour(pixel, vec3i(load_PLACES(3u * k), load_PLACES(3u * k + 1u), load_PLACES(3u * k + 2u)));
  if (place < 0) { return key_of(n.cval); }
  return key_of(load_IN(u32(place)));
}
fn element_of(i: u32) -> OUT_v {
  let pixel = pixel_at(i);
  ${members <= mostInNetwork ? byNetwork(members, rank) : byCounting(bitsOf(dtype))}
}`,
  });
  const { depth, height, width } = stacksOf(shape);
  const table = work.table(Int32Array.from(membersOf(footprint).flat()), "int32");
  await work.gather(shader, [image, table, out], { depth, height, width, mode: modeNumber(boundary.mode), members, rank, cval: boundary.cval });
  work.free(table);
  return out;
}

function byNetwork(members: number, rank: number): string {
  const { network, result } = rankNetwork(members, rank);
  const exchanges = [...network.matchAll(/(BOTH|LOWER|UPPER)\(v(\d+), v(\d+)\)/g)].map(([, kind, a, b]) => {
    if (kind === "LOWER") return `v[${a}] = min(v[${a}], v[${b}]);`;
    return kind === "UPPER" ? `v[${b}] = max(v[${a}], v[${b}]);` : `least = min(v[${a}], v[${b}]); v[${b}] = max(v[${a}], v[${b}]); v[${a}] = least;`;
  });
  const load = `for (var k = 0u; k < ${members}u; k++) { v[k] = key_at(pixel, k); }`;
  return [`var v: array<u32, ${members}>;`, load, "var least = 0u;", ...exchanges, `return value_of(${result.replace("v", "v[")}]);`].join("\n  ");
}

/** A bit is set where no more neighbours than the rank lie below what it would make. */
function byCounting(bits: number): string {
  return `var found = 0u;
  for (var bit = ${bits}u; bit > 0u; bit--) {
    let candidate = found | (1u << (bit - 1u));
    var below = 0u;
    for (var k = 0u; k < n.members; k++) { below += select(0u, 1u, key_at(pixel, k) < candidate); }
    if (below <= n.rank) { found = candidate; }
  }
  return value_of(found);`;
}

/** Elements as unsigned integers of the same order, NaN last, and back. */
function keysOf(dtype: Dtype): string {
  if (isFloat(dtype)) {
    return `fn key_of(x: f32) -> u32 { let bits = bitcast<u32>(x); return select(select(bits | 0x80000000u, ~bits, bits >= 0x80000000u), 0xffffffffu, is_nan(x)); }
fn value_of(key: u32) -> f32 { return bitcast<f32>(select(~key, key ^ 0x80000000u, key >= 0x80000000u)); }`;
  }
  const top = `${2 ** (bitsOf(dtype) - 1)}u`;
  const mask = `${2 ** bitsOf(dtype) - 1}u`;
  if (valueType(dtype) === "i32") return `fn key_of(x: i32) -> u32 { return (bitcast<u32>(x) ^ ${top}) & ${mask}; }\nfn value_of(key: u32) -> i32 { let bits = key ^ ${top}; return ${narrowed(dtype, "bits")}; }`;
  return "fn key_of(x: u32) -> u32 { return x; }\nfn value_of(key: u32) -> u32 { return key; }";
}

/** float16 is computed with as float32. */
function bitsOf(dtype: Dtype): number {
  return dtype === "float16" ? 32 : 8 * bytesPerElement(dtype);
}
