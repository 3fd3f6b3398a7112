import { defineFunction, dtypes, NdArray } from "@openhcs/core";
import { castLikeC } from "./c-cast.js";

/** The values of an image in another dtype, saturated or as a C cast makes them; nothing is rescaled. */
export const cast = defineFunction({
  name: "cast",
  documentation: `Keeps the values of an image and changes its dtype.

saturate: min(max(rint(x), lowest), highest), rounded half to even; NaN becomes 0, the infinities the ends of the range.
numpy: as a C cast: floats truncate toward zero, narrowing integers wrap modulo 2ⁿ; NaN and the infinities become 0.
To floats both round to the nearest; to bool anything but zero is true. Nothing is rescaled: see convert for that.`,
  category: "conversion",
  tags: ["dtype", "elementwise"],
  synonyms: ["astype", "saturate_cast", "convertTo", "change type", "bit depth"],
  source: "numpy.ndarray.astype; cv::saturate_cast",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: {
    dtype: { type: "string", choices: dtypes, description: "Dtype of the result." },
    convention: { type: "string", choices: ["saturate", "numpy"], default: "saturate", description: "What happens to values that do not fit." },
  },
  outputs: { image: { type: "array", result: "native", description: "Of the asked dtype and the same shape." } },
  elementwise: true,
  cost: { latencyUs: 20, gbPerSec: 0.15 },
  tolerance: { kind: "exact" },
  examples: [{ dtype: "uint8" }, { dtype: "int16" }, { dtype: "float32" }, { dtype: "uint16", convention: "numpy" }],
  golden: [
    { op: "cast", variant: "saturate", parameters: { to: "dtype" } },
    {
      op: "cast", variant: "numpy", parameters: { to: "dtype" }, fixed: { convention: "numpy" },
      quirk: "C leaves floats beyond the range of an integer dtype undefined; here they wrap modulo 2ⁿ on every machine",
    },
  ],
  reference: ({ image }, { dtype, convention }) => {
    if (convention === "saturate" || dtype === image.dtype) return image.cast(dtype);
    return new NdArray({ data: castLikeC(image, dtype), shape: image.shape, dtype });
  },
});
