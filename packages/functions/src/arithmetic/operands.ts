import { computeDtype as computeDtypeOfOne, isBigInteger, type ArraySpec, type Dtype, type GoldenMapping, type Outputs, type Parameters } from "@openhcs/core";
import { saturatingDtypes } from "./saturating.js";
import { checkSecondOperand, combinedShape, operands, value, type Operands } from "./second-operand.js";

/** The dtype to compute in; one rule for functions of one and of two operands. */
export const computeDtype = {
  type: "string",
  choices: ["float32", "float64", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "bool"],
  optional: true,
  description: "Dtype to which both operands are cast, as C does, and in which integers wrap. Default: float32, or float64 where an operand is "
    + "float64 or a 32-bit integer; 64-bit integers stay.",
} as const;

const convention = {
  type: "string",
  choices: ["numpy", "cv2"],
  default: "numpy",
  description: "Whose definition is followed: numpy computes in computeDtype, cv2 in the dtype of both operands, integers of up to 16 bits saturating.",
} as const;

const numpyParameters = { value, computeDtype } as const satisfies Parameters;
const saturatingParameters = { value, convention, computeDtype: { ...computeDtype, when: { convention: "numpy" } } } as const satisfies Parameters;

const combined = {
  image: { type: "array", result: "image", description: "Of the operands' common shape." },
} as const satisfies Outputs;

/** The same for functions whose values integers cannot hold: angles, lengths, quotients. */
export const combinedFloat = {
  image: { type: "array", result: "float", description: "Of the operands' common shape; float64 where the first operand is, else float32." },
} as const satisfies Outputs;

/** Of two images, then of an image and a number. */
const numpyExamples = [{}, { value: 2.5 }, { value: 3, computeDtype: "float64" }, { value: 3, computeDtype: "uint8" }];

const ofTwoOperands = {
  category: "arithmetic", inputs: operands, outputs: combined, elementwise: true, check: checkOperands, outputShape: combinedShape,
} as const;

/** What functions of two operands that follow NumPy have in common. */
export const numpyBinary = { ...ofTwoOperands, parameters: numpyParameters, examples: numpyExamples } as const;

/** The same for those that OpenCV has too, where they saturate. */
export const saturatingBinary = { ...ofTwoOperands, parameters: saturatingParameters, examples: [...numpyExamples, { convention: "cv2" }, { value: 7, convention: "cv2" }] } as const;

const undefinedInC = "C leaves floats beyond the range of an integer computeDtype undefined; here they wrap modulo 2ⁿ on every machine";

/** How golden cases of NumPy and OpenCV call the function. */
export function goldenOf(fn: string): readonly [GoldenMapping, GoldenMapping] {
  const names = { inputs: { a: "image", b: "other" }, parameters: { b: "value" } };
  return [
    { op: "arith", variant: "numpy", where: { fn }, ...names, fixed: { computeDtype: "float32" }, quirk: undefinedInC },
    { op: "arith", variant: "cv2", where: { fn }, ...names, fixed: { convention: "cv2" } },
  ];
}

/** Float32 for small dtypes, so that nothing wraps by surprise; 64-bit integers stay, since no double holds them all. */
export function computeDtypeOf(image: Dtype, other: Dtype = image): Dtype {
  const [left, right] = [computeDtypeOfOne(image), computeDtypeOfOne(other)];
  return left === right ? left : "float64";
}

interface Choices {
  readonly value?: number;
  readonly convention?: string;
  readonly computeDtype?: Dtype;
}

/** Whether the operands fit each other: one second operand, shapes that broadcast, dtypes that mix. */
export function checkOperands({ image, other }: Partial<Operands<ArraySpec>>, { value: number, convention: peer, computeDtype: chosen }: Choices): true | string {
  const answer = checkSecondOperand({ image, other }, { value: number });
  if (image === undefined || answer !== true) return answer;
  return peer === "cv2" ? fitsOpenCv(image.dtype, other?.dtype) : fitsNumpy(image.dtype, other?.dtype, number, chosen);
}

/** The same for functions that subtract, which bools do not have. */
export function checkDifference(arrays: Partial<Operands<ArraySpec>>, choices: Choices): true | string {
  return choices.computeDtype === "bool" ? "of computeDtype bool have no difference; take an integer dtype" : checkOperands(arrays, choices);
}

function fitsOpenCv(image: Dtype, other: Dtype = image): true | string {
  if (image !== other) return `of convention cv2 need two arrays of one dtype, not ${image} and ${other}; cast one of them`;
  return saturatingDtypes.includes(image) || `of convention cv2 must be ${saturatingDtypes.join(", ")}, not ${image}`;
}

function fitsNumpy(image: Dtype, other: Dtype = image, number: number | undefined, chosen: Dtype | undefined): true | string {
  if (chosen !== undefined) return true;
  if (isBigInteger(image) !== isBigInteger(other) || (isBigInteger(image) && image !== other)) {
    return `of ${image} and ${other} need a computeDtype, because no dtype holds both`;
  }
  return !isBigInteger(image) || number === undefined || Number.isSafeInteger(number)
    || `of ${image} need an integer value, or a computeDtype such as float64`;
}
