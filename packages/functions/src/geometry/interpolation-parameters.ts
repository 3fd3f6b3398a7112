import { interpolationModes } from "./interpolation-mode.js";

/** What functions that interpolate as SciPy does have in common. */
export const interpolationParameters = {
  order: { type: "integer", min: 0, max: 5, default: 3, description: "Order of the spline: 0 takes the nearest pixel (for labels), 1 is linear, 3 cubic." },
  mode: {
    type: "string", choices: interpolationModes, default: "constant",
    description: "What lies beyond the image. constant gives cval for every point outside of the outermost pixels' centres, grid-constant blends with it; "
      + "wrap has a period of extent − 1, grid-wrap of extent.",
  },
  cval: { type: "number", nonFinite: true, default: 0, description: "Value outside in the modes constant and grid-constant." },
} as const;

/** What their documentation has in common. */
export const interpolationDocumentation = `Orders 2 to 5 go through the pixels (a B-spline whose coefficients are found by recursive filtering, as SciPy does); they overshoot at edges.
Sums are float64. The result has the image's dtype: integers are rounded half away from 0 and clamped to its range.

NaN and infinities spread over the pixels around them; above order 1 over the whole image. A constant image stays constant, except near
a constant border. Axes of extent 1 are continued as the mode says. An empty image gives an empty one where the result has elements: cval.`;
