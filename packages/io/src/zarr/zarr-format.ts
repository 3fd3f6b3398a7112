import type { FolderFormat } from "../image-format.js";
import { writeParameters } from "../write-options.js";
import { isZarr, readZarr } from "./read-zarr.js";
import { writeZarr } from "./write-zarr.js";

const { compression, tileSize, levels, downsampling, ngffVersion } = writeParameters;

/** OME-Zarr (OME-NGFF 0.1 to 0.5) and plain arrays of Zarr 2 and 3; 0.4 and 0.5 are written. */
export const zarrFormat: FolderFormat = {
  name: "ome-zarr",
  extensions: [".ome.zarr", ".zarr"],
  writeOptions: { compression, tileSize, levels, downsampling, ngffVersion },
  matchesFolder: isZarr,
  readFolder: readZarr,
  writeFolder: writeZarr,
};
