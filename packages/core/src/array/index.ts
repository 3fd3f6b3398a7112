export { allocateWith, installAllocator, lend, type Allocator } from "./allocation.js";
export * from "./array-errors.js";
export {
  allocate, bytesPerElement, computeDtype, dtypeKind, dtypeOf, dtypeRange, dtypes, holds, isBigInteger, isDtype, isFloat, isInteger, viewBytes,
  type Dtype, type Element, type TypedArray,
} from "./dtype.js";
export { fromFloat16, toFloat16 } from "./float16.js";
export * from "./interchange.js";
export { broadcastShapes, broadcastStrides, contiguousStrides, isContiguous, maxRank, normalizeAxis, sizeOf, type Shape, type Strides } from "./layout.js";
export { isNdArray, NdArray, type NdArrayInit } from "./nd-array.js";
export type { Nested } from "./nested.js";
export type { Operand } from "./elementwise.js";
export { integerRange, roundHalfEven, saturate } from "./saturate.js";
export type { Range } from "./slice.js";
export { stack, stackSlices, unstackSlices } from "./stack.js";
export { Storage } from "./storage.js";
export { copyElements, readNumbers } from "./copy.js";
