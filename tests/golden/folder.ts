import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The open golden folder, which lies beside the repository; not part of it. */
export const goldenFolder = fileURLToPath(new URL("../../../shared/data/golden", import.meta.url));
export const hasGoldenFolder = existsSync(goldenFolder);
export const whySkipped = "the golden data (../shared/data/golden) is not here";
