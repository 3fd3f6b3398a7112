import { sizeOf } from "@openhcs/core";
import { label } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { group, joinedPixels, takesComponents } from "./components.js";

export const labelKernel = deviceKernel(label, {
  cost: { latencyUs: 150, gbPerSec: 2 },
  accumulates: "float64",
  supports: ({ image }) => takesComponents(image),
  async run({ image }, { convention, connectivity = convention === "scipy" ? 1 : image.shape.length }, work) {
    const { shape } = image;
    const labels = work.array("uint32", shape);
    const size = sizeOf(shape);
    if (size === 0) return { labels, count: 0 };
    const { program, parents } = await joinedPixels(image, convention === "skimage" ? "values" : "foreground", connectivity, work);
    const groups = Math.ceil(size / group);
    const counts = work.array("int32", [groups + 1]);
    program.launch("count_roots", { items: [size], group: [group] }, [parents, counts, size]);
    program.launch("sum_counts", { items: [group], group: [group] }, [counts, groups]);
    program.launch("number_roots", { items: [size], group: [group] }, [parents, counts, labels, size]);
    program.launch("number_others", size, [parents, labels, size]);
    const bytes = await work.read(counts, groups * 4);
    return { labels, count: new Int32Array(bytes.buffer)[0] as number };
  },
});
