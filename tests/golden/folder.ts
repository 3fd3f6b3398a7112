import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The open golden folder, which lies beside the repository; not part of it. */
export const goldenFolder = fileURLToPath(new URL("../../../shared/data/golden", import.meta.url));
export const hasGoldenFolder = existsSync(goldenFolder);
export const whySkipped = "the golden data (../shared/data/golden) is not here";

/** Operations that the library covers, in all their variants. */
export const coveredOps: readonly string[] = [
  "gaussian", "gaussian_blur", "median", "percentile_normalize", "stack_percentile_normalize", "white_tophat", "threshold_otsu", "apply_threshold",
  "label", "remove_small_objects", "regionprops", "label_statistics", "projection", "max_projection", "mean_projection", "find_boundaries",
  "invert", "arith", "clip", "cast", "convert", "image_read",
];
