import { join } from "node:path";
import type { NdArray } from "@openhcs/core";
import { makeFolder, writeFileAtomically, writeImage, writeTable } from "@openhcs/io";
import { nucleiTable } from "./nuclei-table.js";
import type { SiteResult } from "./process-site.js";

/** What is kept of a site when its pixels have been written. */
export type SiteSummary = Omit<SiteResult, "labels" | "overlay">;

/** Where a run puts its results: `labels/`, `overlays/`, `nuclei.csv` and `run-record.json`. */
export class OutputFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async writeSite({ image, labels, overlay }: SiteResult): Promise<void> {
    const { site, pixelSize } = image;
    for (const folder of ["labels", "overlays"]) makeFolder(join(this.path, folder));
    await writeImage(join(this.path, "labels", `${site.id}.tif`), { array: compact(labels), axes: "YX", pixelSize });
    await writeImage(join(this.path, "overlays", `${site.id}.png`), { array: overlay, axes: "YXS" });
  }

  async writeNuclei(sites: readonly SiteSummary[]): Promise<void> {
    makeFolder(this.path);
    await writeTable(join(this.path, "nuclei.csv"), nucleiTable(sites));
  }

  async writeRecord(record: object): Promise<void> {
    makeFolder(this.path);
    await writeFileAtomically(join(this.path, "run-record.json"), `${JSON.stringify(record, undefined, 1)}\n`);
  }
}

/** Labels as uint16 where they fit, which every viewer opens. */
function compact(labels: NdArray): NdArray {
  return labels.size > 0 && labels.max() <= 65535 ? labels.cast("uint16") : labels;
}
