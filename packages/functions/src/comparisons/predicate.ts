import { NdArray, readNumbers, type GoldenMapping, type Inputs, type Outputs } from "@openhcs/core";

export type Predicate = (element: number | bigint) => boolean;

/** What functions have in common that tell something of every pixel by itself. */
export const predicate = {
  category: "comparisons",
  inputs: { image: { type: "array", description: "Any number of axes." } } satisfies Inputs,
  parameters: {},
  outputs: { mask: { type: "array", result: "mask", description: "Of the image's shape, true where it holds." } } satisfies Outputs,
  elementwise: true,
  cost: { latencyUs: 20, gbPerSec: 0.6 },
  tolerance: { kind: "exact" },
  examples: [{}],
} as const;

/** How golden cases call the function. */
export function goldenPredicate(fn: string): readonly GoldenMapping[] {
  return [{ op: "unary", variant: "numpy", where: { fn } }];
}

/** Where a predicate holds, float16 decoded. */
export function maskWhere(holds: Predicate, { image }: { readonly image: NdArray }): NdArray {
  const elements = readNumbers(image);
  const data = new Uint8Array(elements.length);
  for (let i = 0; i < data.length; i++) data[i] = holds(elements[i] as number) ? 1 : 0;
  return new NdArray({ data, shape: image.shape, dtype: "bool" });
}
