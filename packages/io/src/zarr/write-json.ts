import { writeFile } from "node:fs/promises";
import { join } from "node:path";

export const defaultVersion = "0.4";

export async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Writes a group with what OME-NGFF says of it. */
export async function writeGroup(folder: string, ngffVersion: "0.4" | "0.5", ome: object | undefined): Promise<void> {
  if (ngffVersion === "0.5") {
    await writeJson(join(folder, "zarr.json"), { zarr_format: 3, node_type: "group", attributes: ome === undefined ? {} : { ome: { version: "0.5", ...ome } } });
    return;
  }
  await writeJson(join(folder, ".zgroup"), { zarr_format: 2 });
  if (ome !== undefined) await writeJson(join(folder, ".zattrs"), ome);
}

/** In 0.4 the version stands in each part; in 0.5 once above them. */
export function versioned<Part extends object>(part: Part, ngffVersion: "0.4" | "0.5"): Part {
  return ngffVersion === "0.4" ? { ...part, version: "0.4" } : part;
}
