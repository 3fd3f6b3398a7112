import { allocate, defineFunction, dtypeKind, integerRange, isBigInteger, NdArray, readNumbers, toFloat16, type Dtype } from "@openhcs/core";

/** The negative of an image: bright becomes dark. */
export const invert = defineFunction({
  name: "invert",
  documentation: `Turns bright into dark: the range of the dtype is reversed.

bool: not x. Unsigned integers: max - x. Signed integers: -1 - x, so that every value has a partner. Floats: 1 - x, or -x with signedFloat;
NaN and infinities follow IEEE 754.`,
  category: "arithmetic",
  tags: ["elementwise", "contrast"],
  synonyms: ["negative", "complement", "bitwise_not", "reverse contrast", "imcomplement"],
  source: "skimage.util.invert",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: {
    signedFloat: { type: "boolean", default: false, description: "Floats span [-1, 1] rather than [0, 1]; no effect on other dtypes." },
  },
  outputs: { image: { type: "array", result: "image", description: "Of the same shape and dtype." } },
  elementwise: true,
  cost: { latencyUs: 20, gbPerSec: 1 },
  tolerance: { kind: "exact" },
  examples: [{}, { signedFloat: true }],
  golden: [{ op: "invert", variant: "skimage" }],
  reference: ({ image }, { signedFloat }) => {
    const source = readNumbers(image);
    const data = allocate(image.dtype, source.length) as { [position: number]: number | bigint };
    const whole = wholeOf(image.dtype, signedFloat) as number;
    const encode = image.dtype === "float16" ? toFloat16 : (value: number) => value;
    for (let i = 0; i < source.length; i++) data[i] = encode(whole - (source[i] as number));
    return new NdArray({ data: data as never, shape: image.shape, dtype: image.dtype });
  },
});

/** What a value and its inverse add up to. */
function wholeOf(dtype: Dtype, signedFloat: boolean): number | bigint {
  const kind = dtypeKind(dtype);
  if (kind === "float") return signedFloat ? 0 : 1;
  if (kind === "bool") return 1;
  const whole = kind === "int" ? -1n : integerRange(dtype).max;
  return isBigInteger(dtype) ? whole : Number(whole);
}
