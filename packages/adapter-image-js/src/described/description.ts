import type { LibraryCandidate, ParameterArgument } from "@openhcs/core";

/** A function of image-js: what it is, and how its arguments are passed. */
export interface Description extends LibraryCandidate {
  /** Arguments that stand before the options object, in this order. */
  readonly positional?: readonly string[];
  /** A method of image-js's `Stack`, which takes volumes. */
  readonly ofStack?: boolean;
}

export const grey = ["uint8", "uint16"] as const;
export const greyOrMask = ["bool", "uint8", "uint16"] as const;

export const image = { image: { type: "array", dtypes: grey, ranks: [2], description: "a grey plane" } } as const;
export const greyPair = { image: image.image, other: { ...image.image, description: "of the same shape and dtype" } } as const;
export const mask = { mask: { type: "array", dtypes: ["bool"], ranks: [2] } } as const;

export const maskResult = { mask: { type: "array", result: "mask" } } as const;
/** The dtype is the library's answer, and not to be changed. */
export const nativeResult = { image: { type: "array", result: "native" } } as const;

/** No more than JavaScript reaches in an image of this side. */
export const widest = 16_384;

/** How image-js reads beyond the border. */
export function border(usual: string): Readonly<Record<string, ParameterArgument>> {
  return {
    borderType: { type: "string", choices: ["constant", "replicate", "reflect", "wrap", "reflect101"], default: usual, description: "what lies beyond the border" },
    borderValue: { type: "number", default: 0, min: 0, max: 65_535, when: { borderType: "constant" }, description: "the value beyond a constant border" },
  };
}
