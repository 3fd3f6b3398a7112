import { broadcastShapes, type ArraySpec, type Shape } from "@openhcs/core";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { allOf, fitsGather, gatherInto } from "../geometry/gather.js";

/** `true`, or why arrays of such shapes are left to the reference. */
export function fitsBroadcast(specs: readonly ArraySpec[]): true | string {
  const shapes = specs.map(({ shape }) => shape);
  return areAlike(shapes) || fitsGather({ shape: commonShape(shapes) });
}

/** Arrays whose elements lie alike: as they are, or with their elements repeated to the shape of all together. */
export async function broadcast(arrays: readonly DeviceArray[], work: DeviceWork): Promise<readonly DeviceArray[]> {
  const shapes = arrays.map(({ shape }) => shape);
  if (areAlike(shapes)) return arrays;
  const common = commonShape(shapes);
  return Promise.all(arrays.map((array) => (areAlike([array.shape, common]) ? array : repeated(array, common, work))));
}

async function repeated(array: DeviceArray, shape: Shape, work: DeviceWork): Promise<DeviceArray> {
  const from = [...new Array<number>(shape.length - array.shape.length).fill(1), ...array.shape];
  const made = work.array(array.dtype, shape);
  await gatherInto(work, array, from, shape.map((extent, axis) => ({ axis, reads: from[axis] === extent ? allOf(extent) : new Int32Array(extent) })), made);
  return made;
}

function commonShape(shapes: readonly Shape[]): Shape {
  return shapes.reduce(broadcastShapes);
}

/** Axes of one element before all others make no difference. */
function areAlike([first, ...others]: readonly Shape[]): boolean {
  return first === undefined || others.every((shape) => extentsOf(shape) === extentsOf(first));
}

function extentsOf(shape: Shape): string {
  const first = shape.findIndex((extent) => extent !== 1);
  return first < 0 ? "" : String(shape.slice(first));
}
