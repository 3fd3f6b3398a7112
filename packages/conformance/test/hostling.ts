import { defineBackend, defineFunction, NdArray, readNumbers } from "@openhcs/core";

/** A function of three arrays with a table and an array as outputs. */
export const regionSums = defineFunction({
  name: "regionSums",
  documentation: "Sums an image over numbered regions, and says which elements were counted.",
  inputs: {
    image: { type: "array", dtypes: ["uint8", "float32"] },
    labels: { type: "array", dtypes: ["uint16"] },
    mask: { type: "array", dtypes: ["bool"] },
  },
  parameters: {},
  outputs: { table: { type: "table" }, counted: { type: "array", result: "mask" } },
  main: "table",
  tolerance: { kind: "allclose", rtol: 1e-9, atol: 1e-9 },
  check: ({ image, labels, mask }) => (image?.bytes !== 0 && labels?.shape.length === mask?.shape.length) || "must have elements",
  reference: ({ image, labels, mask }) => sums(image, labels, mask),
});

/** A function without arrays. */
export const ramp = defineFunction({
  name: "ramp",
  documentation: "Numbers from 0 on.",
  inputs: {},
  parameters: { length: { type: "integer", min: 1, default: 100 } },
  outputs: { image: { type: "array", result: "image" } },
  tolerance: { kind: "exact" },
  examples: [{}, { length: 7 }],
  reference: (_, { length }) => count(length),
});

/** A function of numbers alone. */
export const area = defineFunction({
  name: "area",
  documentation: "The area of a circle.",
  inputs: {},
  parameters: { radius: { type: "number", min: 0, default: 1 } },
  outputs: { area: { type: "number" } },
  reference: (_, { radius }) => Math.PI * radius ** 2,
});

/** Kernels on host arrays, or of none, and no memory of its own. */
export const hostling = defineBackend(() => ({
  name: "hostling",
  kernels: [{
    function: "regionSums",
    memoryType: "ndarray",
    cost: { latencyUs: 1, gbPerSec: 1 },
    accumulates: "float64",
    run: ({ image, labels, mask }: { readonly image: NdArray; readonly labels: NdArray; readonly mask: NdArray }) => sums(image, labels, mask),
  }, {
    function: "ramp", memoryType: "ndarray", cost: { latencyUs: 1, gbPerSec: 1 },
    run: (_: object, { length }: { readonly length: number }) => count(length),
  }, {
    function: "area", memoryType: "ndarray", cost: { latencyUs: 1, gbPerSec: 1 },
    run: (_: object, { radius }: { readonly radius: number }) => Math.PI * radius * radius,
  }],
  probe: () => true as const,
  open: () => ({}),
}));

function count(length: number): NdArray {
  return new NdArray({ data: Float32Array.from({ length }, (_, i) => i), shape: [length] });
}

function sums(image: NdArray, labels: NdArray, mask: NdArray) {
  const [values, regions, chosen] = [readNumbers(image), readNumbers(labels), readNumbers(mask)];
  const totals = new Map<number, number>();
  const counted = NdArray.zeros(image.shape, "bool");
  for (let i = 0; i < values.length; i++) {
    const region = Number(regions[i]);
    if (region === 0 || chosen[i] === 0) continue;
    counted.data[i] = 1;
    totals.set(region, (totals.get(region) ?? 0) + Number(values[i]));
  }
  return { table: { label: [...totals.keys()], sum: Float64Array.from(totals.values()) }, counted };
}
