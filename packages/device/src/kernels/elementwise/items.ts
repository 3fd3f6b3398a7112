import { bytesPerElement, type Dtype } from "@openhcs/core";

/** What a kernel takes that makes an element of `OUT` from one of each array. */
export interface ElementwiseArguments {
  /** Arrays by what the kernel calls their elements, `A0` of dtype uint8 say; their pointers go by the same in lower case. */
  readonly arrays: Readonly<Record<string, Dtype>>;
  readonly out: Dtype;
  /** Further arguments, "float n0". */
  readonly numbers: readonly string[];
}

/** How many elements an item makes where it best loads so many bytes at once, of the widest of these dtypes. */
export function elementsPerItem(dtypes: readonly Dtype[], loadBytes: number): number {
  return Math.max(1, Math.floor(loadBytes / Math.max(...dtypes.map(bytesPerElement))));
}

/**
 * The kernel `elementwise(arrays…, out, numbers…, size)` around a function `OUT_v element_of(A0_v…, numbers…)`.
 *
 * With several elements per item these are loaded and stored as one word, where all pointers are aligned to it; what is left of an array goes one by one.
 */
export function elementwiseKernelText({ arrays, out, numbers }: ElementwiseArguments, loadBytes: number): string {
  const perItem = elementsPerItem([...Object.values(arrays), out], loadBytes);
  const names = Object.keys(arrays);
  const parameters = [...names.map((name) => `GLOBAL const ${name}_t *${name.toLowerCase()}`), "GLOBAL OUT_t *out", ...numbers];
  const given = parameters.map(nameOf);
  const values = (element: (name: string) => string) => [...names.map(element), ...numbers.map(nameOf)].join(", ");
  const one = `DEVICE void make_element(i64 i, ${parameters.join(", ")}) {
  OUT_put(out, i, element_of(${values((name) => `${name}_get(${name.toLowerCase()}, i)`)}));
}`;
  const head = `KERNEL elementwise(${parameters.join(", ")}, i64 size) {`;
  if (perItem === 1) return `${one}
${head}
  const i64 i = global_x();
  WITHIN(i, size, make_element(i, ${given.join(", ")}));
}
`;
  const word = (dtype: Dtype) => words[bytesPerElement(dtype) * perItem] as string;
  const pack = (name: string, dtype: Dtype) => `typedef union { ${word(dtype)} whole; ${name}_t each[${perItem}]; } ${name}_pack;`;
  return `${one}
${[...Object.entries(arrays), ["OUT", out] as const].map(([name, dtype]) => pack(name, dtype)).join("\n")}
${head}
  const i64 first = global_x() * ${perItem};
  if (first + ${perItem} <= size && ${[...names.map((name) => name.toLowerCase()), "out"].map((pointer) => `IS_ALIGNED(${pointer})`).join(" && ")}) {
${Object.entries(arrays).map(([name, dtype]) => `    ${name}_pack of_${name};\n    of_${name}.whole = *(GLOBAL const ${word(dtype)} *)(${name.toLowerCase()} + first);`).join("\n")}
    OUT_pack made;
    UNROLL for (int k = 0; k < ${perItem}; k++) made.each[k] = OUT_stored(element_of(${values((name) => `${name}_value(of_${name}.each[k])`)}));
    *(GLOBAL ${word(out)} *)(out + first) = made.whole;
  } else {
    for (i64 i = first; i < first + ${perItem} && i < size; i++) make_element(i, ${given.join(", ")});
  }
}
`;
}

/** By their bytes. */
const words: Readonly<Record<number, string>> = { 1: "u8", 2: "u16", 4: "u32", 8: "uint2", 16: "uint4" };

function nameOf(parameter: string): string {
  return /\w+$/.exec(parameter)?.[0] ?? "";
}
