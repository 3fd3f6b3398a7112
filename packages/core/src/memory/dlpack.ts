import { bytesPerElement, dtypeKind, dtypes, type Dtype } from "../array/dtype.js";
import { contiguousStrides, sizeOf } from "../array/layout.js";
import { InterchangeRefusedError } from "./interchange-errors.js";

/** Kinds of devices as DLPack numbers them. */
export const dlpackDevice = Object.freeze({ cpu: 1, cuda: 2, opencl: 4 });

/** DLPack's codes of element types: kDLInt, kDLUInt, kDLFloat, kDLBool. */
const codes = { int: 0, uint: 1, float: 2, bool: 6 } as const;

export interface DlpackType {
  readonly code: number;
  readonly bits: number;
}

/** What a DLPack tensor says of its elements. */
export interface DlpackLayout extends DlpackType {
  readonly lanes: number;
  readonly shape: readonly number[];
  /** In elements; absent where it is packed in C order. */
  readonly strides?: readonly number[];
}

export function dlpackType(dtype: Dtype): DlpackType {
  return { code: codes[dtypeKind(dtype)], bits: bytesPerElement(dtype) * 8 };
}

/** The packed array that a DLPack tensor is. @throws InterchangeRefusedError for a type that no dtype is, and for gaps or another order of the elements */
export function specOfDlpack({ code, bits, lanes, shape, strides }: DlpackLayout): { readonly dtype: Dtype; readonly shape: readonly number[] } {
  const dtype = lanes === 1 ? dtypes.find((name) => codes[dtypeKind(name)] === code && bytesPerElement(name) * 8 === bits) : undefined;
  if (dtype === undefined) throw new InterchangeRefusedError("dlpack", `no dtype is a type of code ${code} with ${bits} bits and ${lanes} lanes`);
  if (shape.length > 8) throw new InterchangeRefusedError("dlpack", `arrays have at most 8 axes, and the tensor has ${shape.length}`);
  const packed = contiguousStrides(shape);
  // Along an axis of one element, and in what has none, nobody ever steps.
  const isPacked = strides === undefined || sizeOf(shape) === 0 || strides.every((stride, axis) => shape[axis] === 1 || stride === packed[axis]);
  if (!isPacked) throw new InterchangeRefusedError("dlpack", `the tensor must be packed in C order, and its strides are [${strides.join(", ")}] for the shape [${shape.join(", ")}]`);
  return { dtype, shape };
}
