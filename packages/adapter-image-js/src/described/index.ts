import type { Description } from "./description.js";
import { filters } from "./filters.js";
import { geometry } from "./geometry.js";
import { intensity } from "./intensity.js";
import { measurements } from "./measurements.js";
import { morphology } from "./morphology.js";
import { segmentation } from "./segmentation.js";
import { stacks } from "./stacks.js";

export type { Description } from "./description.js";

/** Every function that the adapter knows how to call, as the type declarations of image-js 1.7 have them. */
export const described: readonly Description[] = [...filters, ...geometry, ...intensity, ...measurements, ...morphology, ...segmentation, ...stacks];
