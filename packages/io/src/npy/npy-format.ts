import type { FileFormat, ImageSource } from "../image-format.js";
import type { Image } from "../image.js";
import { requirePage } from "../page-request.js";
import { isNpy, readNpy } from "./decode-npy.js";
import { npyPieces } from "./encode-npy.js";

/** NumPy's array files. They name no axes, so the last two are taken for Y and X and those before for unknown ones. */
export const npyFormat: FileFormat = {
  name: "npy",
  extensions: [".npy"],
  matches: isNpy,
  read: (source: ImageSource): Image => {
    requirePage(source, 1);
    const array = readNpy(source);
    return { array, axes: "QQQQQQYX".slice(8 - array.rank), pixelSize: {} };
  },
  write: ({ array }) => npyPieces(array),
};
