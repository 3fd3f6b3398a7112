import { isFloat, sizeOf, type Shape } from "@openhcs/core";
import { label } from "@openhcs/functions";
import { kernelSource } from "../../dialect/kernel-source.js";
import { deviceKernel } from "../device-kernel.js";

/** Pixels of a part of a row, and of what is counted at a time. */
const group = 256;

/** Positions are signed 32-bit integers on the device. */
const mostPixels = 2 ** 31 - group;

export const labelKernel = deviceKernel(label, {
  cost: { latencyUs: 150, gbPerSec: 2 },
  accumulates: "float64",
  supports({ image }) {
    const { length } = longAxes(image?.shape ?? []);
    if (length > 3) return `leaves ${length} axes with more than one pixel to the reference`;
    return sizeOf(image?.shape ?? []) <= mostPixels || `leaves images of more than ${mostPixels} pixels to the reference`;
  },
  async run({ image }, { convention, connectivity = convention === "scipy" ? 1 : image.shape.length }, work) {
    const { shape, dtype } = image;
    const labels = work.array("uint32", shape);
    const size = sizeOf(shape);
    if (size === 0) return { labels, count: 0 };
    const [planes, height, width] = [1, 1, 1, ...longAxes(shape)].slice(-3) as [number, number, number];
    const groups = Math.ceil(size / group);
    const parents = work.array("int32", [size]);
    const counts = work.array("int32", [groups + 1]);
    const byValue = convention === "skimage";
    const program = await work.program(kernelSource(["scan.cl", "labels/label.cl"], {
      elements: { IN: dtype }, defines: { GROUP: group, BY_VALUE: Number(byValue), FLOATS: Number(isFloat(dtype)) },
    }));
    const parts = Math.ceil(width / group);
    program.launch("join_runs", { items: [planes * height * parts * group], group: [group] }, [image, parents, size, width, parts]);
    program.launch("join_rows", size, [image, parents, planes, height, width, connectivity]);
    program.launch("find_roots", size, [parents, size]);
    program.launch("count_roots", { items: [size], group: [group] }, [parents, counts, size]);
    program.launch("sum_counts", { items: [group], group: [group] }, [counts, groups]);
    program.launch("number_roots", { items: [size], group: [group] }, [parents, counts, labels, size]);
    program.launch("number_others", size, [parents, labels, size]);
    const bytes = await work.read(counts, groups * 4);
    return { labels, count: new Int32Array(bytes.buffer)[0] as number };
  },
});

/** Axes along which pixels have neighbours. */
function longAxes(shape: Shape): Shape {
  return shape.filter((extent) => extent !== 1);
}
