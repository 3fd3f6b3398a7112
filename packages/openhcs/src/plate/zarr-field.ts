import { basename } from "node:path";
import type { Coordinates } from "./naming-scheme.js";

/** Where a field of an OME-Zarr plate stands, by its path: plate.ome.zarr/B/3/0 is field 0 of B03. */
export function zarrField(path: string): Coordinates | undefined {
  const groups = /(?<folder>[^\\/]+\.zarr)[\\/](?<row>[A-Za-z]{1,2})[\\/](?<column>\d{1,3})[\\/](?<site>[A-Za-z0-9_-]+)$/i.exec(path)?.groups;
  if (groups === undefined) return undefined;
  const { folder, row, column, site } = groups as Record<"folder" | "row" | "column" | "site", string>;
  return { plate: basename(folder).replace(/(\.ome)?\.zarr$/i, ""), well: row.toUpperCase() + column.padStart(2, "0"), site };
}
