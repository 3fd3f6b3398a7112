import { removeSmallHoles } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { largeComponents, takesComponents } from "./components.js";

export const removeSmallHolesKernel = deviceKernel(removeSmallHoles, {
  cost: { latencyUs: 150, gbPerSec: 2 },
  accumulates: "float64",
  supports: ({ image }) => takesComponents(image),
  run: ({ image }, { areaThreshold, connectivity }, work) => largeComponents(image, "background", connectivity, areaThreshold, work),
});
