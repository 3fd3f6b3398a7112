import { bytesPerElement, dtypeRange, isFloat, sizeOf, type Dtype } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";

const group = 256;

/**
 * The elements at places of the ascending order of each plane, as doubles on the host: plane after plane. NaN come last.
 *
 * Everything is enqueued at once; the numbers alone are waited for.
 *
 * @param ranks from 0, below the elements of a plane
 */
export async function selectRanks(image: Array, planes: number, ranks: readonly number[], work: DeviceWork): Promise<Float64Array> {
  const places = ranks.length;
  const size = sizeOf(image.shape) / planes;
  const key = keyOf(image.dtype);
  const program = await work.program(kernelSource("exposure/select.cl", {
    elements: { IN: image.dtype, KEY: key.dtype }, compute: "float64", defines: { GROUP: group, PLACES: places, KEY_FLOAT: key.float, LEAST: key.least },
  }));
  let found = work.zeros(key.dtype, [planes * places]);
  let narrowed = work.array(key.dtype, [planes * places]);
  const left = await work.table(Int32Array.from({ length: planes * places }, (_, at) => ranks[at % places] as number), "int32");
  const groups = Math.max(1, Math.min(Math.ceil(512 / planes), Math.ceil(size / (8 * group))));
  for (let shift = key.bits - 8; shift >= 0; shift -= 8) {
    const counts = work.zeros("int32", [planes * places * 256]);
    program.launch("count_bytes", { items: [planes * groups * group], group: [group] }, [image, found, counts, size, groups, places, shift]);
    program.launch("narrow", planes * places, [found, narrowed, left, counts, planes, places, shift]);
    [found, narrowed] = [narrowed, found];
    work.free(counts);
  }
  const numbers = work.array("float64", [planes * places]);
  program.launch("numbers_of_keys", planes * places, [found, numbers, planes * places]);
  return new Float64Array((await work.read(numbers)).buffer);
}

/** How elements of a dtype become unsigned keys. */
function keyOf(dtype: Dtype): { readonly dtype: Dtype; readonly bits: number; readonly float: number; readonly least: string } {
  if (dtype === "float64") return { dtype: "uint64", bits: 64, float: 64, least: "0" };
  if (isFloat(dtype)) return { dtype: "uint32", bits: 32, float: 32, least: "0" };
  return { dtype: "uint32", bits: 8 * bytesPerElement(dtype), float: 0, least: `(${dtypeRange(dtype).min})` };
}
