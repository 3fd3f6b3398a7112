import { removeSmallObjects } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { largeComponents, takesComponents } from "./components.js";

export const removeSmallObjectsKernel = deviceKernel(removeSmallObjects, {
  cost: { latencyUs: 150, gbPerSec: 2 },
  accumulates: "float64",
  supports: ({ image }) => takesComponents(image),
  run: ({ image }, { minSize, connectivity }, work) => largeComponents(image, "foreground", connectivity, minSize, work),
});
