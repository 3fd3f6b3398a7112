import { stack } from "../array/stack.js";
import { isNdArray, NdArray } from "../array/nd-array.js";
import type { TypedArray } from "../array/dtype.js";
import type { Interchange } from "./interchange-form.js";
import type { MemoryType } from "./memory-type.js";

const template = `import { ndarray, type NdArray } from "openhcs";

/**
 * Scale and shift the intensities of an image.
 * @param scale factor of every value
 * @param offset added after scaling
 * @returns the processed image, with its mean as metadata
 * @example
 * const [result, details] = myFunction(NdArray.from([[[0, 1], [2, 3]]]), 2, 1);
 * result //=> [[[1, 3], [5, 7]]]
 * details //=> { mean: 4 }
 */
export const myFunction = ndarray(function myFunction(image: NdArray, scale: number = 1, offset: number = 0) {
  const processed = image.multiply(scale).add(offset);
  return [processed, { mean: processed.mean() }];
});
`;

const noCost = { latencyUs: 1, gbPerSec: Infinity };

/** Arrays in host memory: the memory type that every other one can reach. */
export const ndarrayType: MemoryType<NdArray> = Object.freeze({
  name: "ndarray",
  template,
  is: isNdArray,
  spec: ({ dtype, shape, bytes }: NdArray) => ({ dtype, shape, memoryType: "ndarray", device: 0, bytes }),
  retain: (array: NdArray) => array.retain(),
  dispose: (array: NdArray) => array.dispose(),
  reshape: (array: NdArray, shape: readonly number[]) => array.reshape(shape),
  plane: planeOf,
  stack,
  onFree: (array: NdArray, action: () => void) => array.storage.onFree(action),
  exports: [{
    form: "host-buffer", cost: noCost, copies: false,
    export: (array: NdArray) => {
      const loan = array.isPacked ? array.retain() : array.packed();
      return { form: "host-buffer", spec: ndarrayType.spec(loan), handle: loan.data, release: () => loan.dispose() };
    },
  }],
  imports: [{
    form: "host-buffer", cost: noCost, copies: false,
    import: (interchange: Interchange) => {
      const { spec: { dtype, shape }, handle } = interchange;
      const array = new NdArray({ data: handle as TypedArray, shape, dtype });
      if (interchange.release !== undefined) array.storage.borrow(() => { interchange.release?.(); });
      return array;
    },
  }],
});

function planeOf(array: NdArray, at: number): NdArray {
  const index: number[] = [];
  let rest = at;
  for (const extent of array.shape.slice(0, -2).reverse()) {
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  const plane = array.slice(...index);
  const packed = plane.packed();
  if (packed !== plane) plane.dispose();
  return packed;
}
