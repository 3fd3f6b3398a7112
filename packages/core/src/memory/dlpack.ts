import { bytesPerElement, dtypeKind, dtypes, type Dtype } from "../array/dtype.js";
import { contiguousStrides, maxRank, sizeOf } from "../array/layout.js";
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
  /** Of its memory, or a handle of that; 0 is none. */
  readonly address: bigint;
}

export function dlpackType(dtype: Dtype): DlpackType {
  return { code: codes[dtypeKind(dtype)], bits: bytesPerElement(dtype) * 8 };
}

/**
 * The packed array that a DLPack tensor is.
 *
 * @param form by which it came, for messages
 * @throws InterchangeRefusedError for a type that no dtype is, for extents that no array has, for elements without memory, and for gaps or another order of the elements
 */
export function specOfDlpack(form: string, { code, bits, lanes, shape, strides, address }: DlpackLayout): { readonly dtype: Dtype; readonly shape: readonly number[] } {
  const dtype = lanes === 1 ? dtypes.find((name) => codes[dtypeKind(name)] === code && bytesPerElement(name) * 8 === bits) : undefined;
  if (dtype === undefined) throw new InterchangeRefusedError(form, `no dtype is a type of code ${code} with ${bits} bits and ${lanes} lanes`);
  if (shape.length > maxRank) throw new InterchangeRefusedError(form, `arrays have at most ${maxRank} axes, and the tensor has ${shape.length}`);
  const isShape = shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0) && Number.isSafeInteger(sizeOf(shape) * bytesPerElement(dtype));
  if (!isShape) throw new InterchangeRefusedError(form, `no array has the shape [${shape.join(", ")}]`);
  if (address === 0n && sizeOf(shape) > 0) throw new InterchangeRefusedError(form, `the tensor has ${sizeOf(shape)} elements, and no memory`);
  const packed = contiguousStrides(shape);
  // Along an axis of one element, and in what has none, nobody ever steps.
  const isPacked = strides === undefined || sizeOf(shape) === 0 || strides.every((stride, axis) => shape[axis] === 1 || stride === packed[axis]);
  if (!isPacked) throw new InterchangeRefusedError(form, `the tensor must be packed in C order, and its strides are [${strides.join(", ")}] for the shape [${shape.join(", ")}]`);
  return { dtype, shape };
}
