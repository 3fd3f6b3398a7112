import type { FolderFormat } from "../image-format.js";
import { writeParameters } from "../write-options.js";
import { isZarr } from "./node.js";

const { compression, tileSize, levels, downsampling, ngffVersion } = writeParameters;

/** OME-Zarr (OME-NGFF 0.1 to 0.5) and plain arrays of Zarr 2 and 3; 0.4 and 0.5 are written. */
export const zarrFormat: FolderFormat = {
  name: "ome-zarr",
  extensions: [".ome.zarr", ".zarr"],
  writeOptions: { compression, tileSize, levels, downsampling, ngffVersion },
  matchesFolder: isZarr,
  // Most programs meet no Zarr, and zarrita takes as long to load as all other formats together.
  readFolder: async (path, request) => (await import("./read-zarr.js")).readZarr(path, request),
  writeFolder: async (folder, image, target) => (await import("./write-zarr.js")).writeZarr(folder, image, target),
};
