import { sizeOf, type Shape } from "@openhcs/core";
import { binaryFillHoles } from "@openhcs/functions";
import { binaryFootprint, memberCount } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { borderMarks, componentProgram, joinedPixels, takesComponents } from "../labels/components.js";

export const binaryFillHolesKernel = deviceKernel(binaryFillHoles, {
  cost: { latencyUs: 150, gbPerSec: 2 },
  accumulates: "float64",
  supports({ image }, { footprint }) {
    if (image !== undefined && connectivityOf(footprint, image.shape) === undefined) return "leaves other footprints than a cross and a full one of the image's rank to the reference";
    return takesComponents(image);
  },
  async run({ image }, { footprint }, work) {
    const { shape } = image;
    const filled = work.array("bool", shape);
    const size = sizeOf(shape);
    if (size === 0) return filled;
    const { parents } = await joinedPixels(image, "background", connectivityOf(footprint, shape) ?? 1, work);
    const program = await componentProgram("bool", work);
    program.launch("fill_unmarked", size, [parents, await borderMarks(parents, shape, 0, program, work), filled, size]);
    return filled;
  },
});

/** How many axes the steps of a footprint change; undefined where that is not what it is. */
function connectivityOf(description: Parameters<typeof binaryFootprint>[0], { length: rank }: Shape): number | undefined {
  const footprint = binaryFootprint(description, rank);
  if (footprint.shape.some((extent) => extent !== 3)) return undefined;
  if (memberCount(footprint) === 3 ** rank) return rank;
  const cross = binaryFootprint(undefined, rank);
  return cross.members.every((member, at) => member === footprint.members[at]) ? 1 : undefined;
}
