import { isFloat, sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Program } from "../../session/program.js";
import type { Array as DeviceArray } from "../device-kernel.js";

/** Pixels of a part of a row, and of what is counted at a time. */
export const group = 256;

/** Positions are signed 32-bit integers on the device. */
const mostPixels = 2 ** 31 - group;

/** Pixels that an item adds up by itself. */
const chunk = 16;

/** What belongs together: pixels of equal values, the foreground, or the background. */
export type Joined = "values" | "foreground" | "background";

/** `true`, or why components of an image are left to the reference. */
export function takesComponents(image: { readonly shape: Shape } | undefined): true | string {
  const { length } = longAxes(image?.shape ?? []);
  if (length > 3) return `leaves ${length} axes with more than one pixel to the reference`;
  return sizeOf(image?.shape ?? []) <= mostPixels || `leaves images of more than ${mostPixels} pixels to the reference`;
}

/** The last three axes along which pixels have neighbours. */
export function stackOf(shape: Shape): readonly [planes: number, height: number, width: number] {
  return [1, 1, 1, ...longAxes(shape)].slice(-3) as [number, number, number];
}

/** Of every pixel of an image that is not empty the first one of its component, −1 outside of all. */
export async function joinedPixels(image: DeviceArray, joined: Joined, connectivity: number, work: DeviceWork): Promise<{ readonly program: Program; readonly parents: DeviceArray }> {
  const { shape, dtype } = image;
  const size = sizeOf(shape);
  const [planes, height, width] = stackOf(shape);
  const parents = work.array("int32", [size]);
  const program = await work.program(kernelSource(["scan.cl", "labels/label.cl"], {
    elements: { IN: dtype }, defines: { GROUP: group, BY_VALUE: Number(joined === "values"), INVERTED: Number(joined === "background"), FLOATS: Number(isFloat(dtype)) },
  }));
  const parts = Math.ceil(width / group);
  program.launch("join_runs", { items: [planes * height * parts * group], group: [group] }, [image, parents, size, width, parts]);
  program.launch("join_rows", size, [image, parents, planes, height, width, connectivity]);
  program.launch("find_roots", size, [parents, size]);
  return { program, parents };
}

/** What becomes of components. @param mask dtype of a mask of what stays */
export function componentProgram(image: Dtype, work: DeviceWork, mask: Dtype = "bool"): Promise<Program> {
  return work.program(kernelSource("labels/components.cl", { elements: { IN: image, MASK: mask } }));
}

/** The components of at least so many pixels; of the background's all else. */
export async function largeComponents(image: DeviceArray, joined: "foreground" | "background", connectivity: number, least: number, work: DeviceWork): Promise<DeviceArray> {
  const mask = work.array("bool", image.shape);
  const size = sizeOf(image.shape);
  if (size === 0) return mask;
  const { parents } = await joinedPixels(image, joined, connectivity, work);
  const program = await componentProgram("bool", work);
  const counts = work.zeros("int32", [size + 1]);
  program.launch("count_pixels", Math.ceil(size / chunk), [parents, counts, size, chunk]);
  program.launch("keep_components", size, [parents, counts, mask, size, Math.min(2 ** 31, Math.ceil(least)), Number(joined === "background")]);
  return mask;
}

/** Marks of the components that come so near to the border. */
export async function borderMarks(parents: DeviceArray, shape: Shape, margin: number, program: Program, work: DeviceWork): Promise<DeviceArray> {
  const size = sizeOf(shape);
  const marks = work.zeros("int32", [size + 1]);
  program.launch("mark_border", size, [parents, marks, await work.table(Int32Array.from(shape), "int32"), shape.length, size, margin]);
  return marks;
}

/** Axes along which pixels have neighbours. */
function longAxes(shape: Shape): Shape {
  return shape.filter((extent) => extent !== 1);
}
