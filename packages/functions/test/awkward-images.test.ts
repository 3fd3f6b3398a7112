import {
  allocate, createRuntime, isBigInteger, isFloat, isNdArray, isOpenHcsError, NdArray, ndarrayType, toFloat16,
  type ArrayArgument, type ArrayOutput, type ArraySpec, type Dtype, type FunctionDefinition, type Output, type ResultKind,
} from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const runtime = createRuntime({ functions });

/** Codes by which arguments or data are refused; whatever else is thrown went wrong. */
const refusals = ["INVALID_ARGUMENT", "NO_THRESHOLD"];

/** Far more than any call on so few elements takes on a busy machine; what hangs takes longer. */
const mostMs = 30_000;

/** What an image holds: a value per position. */
const contents = {
  ramp: (i: number) => (i * 7) % 11,
  constant: () => 3,
  zero: () => 0,
  NaN: () => NaN,
  infinite: (i: number) => [Infinity, -Infinity, 1][i % 3] as number,
  huge: (i: number) => (i % 2 === 0 ? 3e38 : -3e38),
};

interface Sample {
  readonly content: keyof typeof contents;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

/** No elements, one element, axes of extent 1, one axis and five; then contents without contrast or order. */
const samples: readonly Sample[] = [
  ...[[0], [1], [7], [0, 5], [5, 0], [1, 1], [1, 9], [9, 1], [3, 5], [2, 0, 3], [0, 4, 4], [1, 4, 1], [1, 1, 1], [3, 4, 5], [2, 1, 3, 2, 2]]
    .flatMap((shape) => (["float32", "uint8"] as const).map((dtype) => ({ content: "ramp" as const, dtype, shape }))),
  ...[[7], [4, 5], [2, 4, 5]].flatMap((shape) => (["bool", "int16", "int64", "float16", "float64"] as const).map((dtype) => ({ content: "ramp" as const, dtype, shape }))),
  ...[[6], [4, 5], [2, 4, 5]].flatMap((shape) => [
    ...(["float32", "uint8", "bool"] as const).flatMap((dtype) => (["constant", "zero"] as const).map((content) => ({ content, dtype, shape }))),
    ...(["NaN", "infinite", "huge"] as const).map((content) => ({ content, dtype: "float32" as const, shape })),
  ]),
];

describe("on awkward images", () => {
  it.each(functions.map((definition) => [definition.name, definition] as const))("%s gives what it declares or refuses, and leaves its inputs alone", async (_, definition) => {
    let given = 0;
    for (const sample of samples) {
      for (const parameters of definition.examples ?? []) if (await outcomeOf(definition, sample, parameters)) given++;
    }
    expect(given).toBeGreaterThan(0);
  });
});

/** Whether a call gave a result; what it did wrong is thrown. */
async function outcomeOf(definition: FunctionDefinition, sample: Sample, parameters: Readonly<Record<string, unknown>>): Promise<boolean> {
  const what = `${definition.name} of ${sample.content} ${sample.dtype} [${sample.shape.join(", ")}], ${JSON.stringify(parameters)}`;
  const arrays = arraysFor(definition, sample, parameters);
  const before = Object.values(arrays).map(bytesOf);
  const [first, ...others] = Object.entries(arrays);
  const image = first?.[1] as NdArray;
  const start = performance.now();
  try {
    const given = { ...Object.fromEntries(others), ...parameters };
    const { outputs, record } = await (await runtime).call(definition.name, image, given, { on: "reference" });
    for (const [name, output] of Object.entries<Output>(definition.outputs)) expectDeclared(`${name} of ${what}`, output, outputs[name as keyof typeof outputs], { dtype: image.dtype, filled: record.parameters });
    const main = outputs[(definition.main ?? Object.keys(definition.outputs)[0]) as keyof typeof outputs] as unknown;
    if (isNdArray(main) && !byPlanes(definition, image)) expect(main.shape, `shape of ${what}`).toEqual(definition.outputShape?.(specsOf(arrays), record.parameters) ?? image.shape);
    const native = (await (await runtime).call(definition.name, image, given, { on: "reference", dtypeConversion: "native" })).outputs;
    const memory = Object.values(arrays).map(({ data }) => data.buffer);
    for (const [name, output] of Object.entries<unknown>(native)) if (isNdArray(output) && output.size > 0) expect(memory.includes(output.data.buffer), `${name} of ${what} lies in an input`).toBe(false);
    return true;
  } catch (error) {
    if (!isOpenHcsError(error, ...refusals)) throw new Error(`${what}: ${String(error)}`, { cause: error });
    return false;
  } finally {
    expect(Object.values(arrays).map(bytesOf), `inputs of ${what}`).toEqual(before);
    expect(performance.now() - start, `time of ${what}`).toBeLessThan(mostMs);
  }
}

/** Such a body forecasts the shape of a plane. */
function byPlanes({ contract }: FunctionDefinition, { rank }: NdArray): boolean {
  return contract === "pure2d" && rank > 2;
}

function specsOf(arrays: Readonly<Record<string, NdArray>>): Readonly<Record<string, ArraySpec>> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, ndarrayType.spec(array)]));
}

function expectDeclared(what: string, output: Output, value: unknown, { dtype, filled }: { readonly dtype: Dtype; readonly filled: Readonly<Record<string, unknown>> }): void {
  if (value === undefined) {
    expect(output.optional, `${what} is missing`).toBe(true);
    return;
  }
  switch (output.type) {
    case "array": return expectArray(what, value, kindOf(output, filled), dtype);
    case "table": return expectTable(what, value);
    case "integer": return expect(Number.isSafeInteger(value), `${what} is ${String(value)}`).toBe(true);
    case "list": return expect(Array.isArray(value), what).toBe(true);
    case "any": return;
    default: return expect(typeof value, what).toBe(output.type);
  }
}

function expectArray(what: string, value: unknown, kind: ResultKind, first: Dtype): void {
  if (!isNdArray(value)) throw new Error(`${what} is no array`);
  expect(value.size, what).toBe(value.shape.reduce((product, extent) => product * extent, 1));
  if (kind === "native") return;
  expect(value.dtype, what).toBe({ image: first, float: first === "float64" ? "float64" : "float32", mask: "bool", labels: "uint32" }[kind]);
}

function kindOf({ result, resultBy = {} }: ArrayOutput, filled: Readonly<Record<string, unknown>>): ResultKind {
  const kinds = Object.entries(resultBy).flatMap(([name, byValue]) => byValue[filled[name] as string] ?? []);
  return kinds[0] ?? result;
}

function expectTable(what: string, value: unknown): void {
  const lengths = Object.values(value as Readonly<Record<string, { readonly length: number }>>).map(({ length }) => length);
  expect(new Set(lengths).size, `${what} has columns of lengths ${lengths.join(", ")}`).toBeLessThanOrEqual(1);
}

/** The first array as the sample says, others like it; optional ones only where the function does not do without. */
function arraysFor({ inputs }: FunctionDefinition, { content, dtype, shape }: Sample, parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, NdArray>> {
  const all = Object.entries<ArrayArgument>(inputs).map(([name, { dtypes }], at) => [name, filled(content, dtypes?.includes(dtype) === false && at > 0 ? (dtypes[0] as Dtype) : dtype, shape)] as const);
  return Object.fromEntries(all.filter(([name]) => inputs[name].optional !== true || (name === "other" && !Object.hasOwn(parameters, "value") && !Object.hasOwn(parameters, "otherValue"))));
}

function filled(content: keyof typeof contents, dtype: Dtype, shape: readonly number[]): NdArray {
  const data = allocate(dtype, shape.reduce((product, extent) => product * extent, 1));
  const elements = data as { [position: number]: number | bigint };
  for (let i = 0; i < data.length; i++) elements[i] = element(contents[content](i), dtype);
  return new NdArray({ data, shape, dtype });
}

function element(value: number, dtype: Dtype): number | bigint {
  if (dtype === "float16") return toFloat16(value);
  if (dtype === "bool") return value > 2 ? 1 : 0;
  if (isBigInteger(dtype)) return BigInt(value);
  return isFloat(dtype) ? value : Math.trunc(value);
}

function bytesOf({ data }: NdArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}
