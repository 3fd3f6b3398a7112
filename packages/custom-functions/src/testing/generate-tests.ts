import type { ArrayOutput, Output, ParameterArgument } from "@openhcs/core";
import type { HeldFunction } from "../held-source.js";

export interface GenerateOptions {
  /** Runner of the tests. Default `vitest`. */
  readonly runner?: "vitest" | "node:test" | undefined;
  /** How the test file refers to the source, relative to itself; default: the text itself stands in it. */
  readonly sourcePath?: string | undefined;
}

/**
 * Tests of what a function's signature and documentation promise: it runs with its defaults on small images of several dtypes and on a plane or
 * stack as its contract says, at both ends of every range, and gives the dtype and shape that its declared result means.
 */
export function generateTests({ name, declared, entry: { key, definition }, source: { prepared } }: HeldFunction, { runner = "vitest", sourcePath }: GenerateOptions = {}): string {
  const outputs = definition.outputs as Readonly<Record<string, Output>>;
  const parameters = definition.parameters as Readonly<Record<string, ParameterArgument>>;
  const given = Object.fromEntries(Object.entries(parameters).flatMap(([parameter, argument]) => {
    const value = argument.default === undefined && argument.optional !== true ? sampleOf(argument) : undefined;
    return value === undefined ? [] : [[parameter, value]];
  }));
  const ends = Object.entries(parameters).flatMap(([parameter, argument]) => endsOf(argument).map((value) => ({ parameter, value })));
  const special = Object.keys(outputs).filter((output) => output !== "image");
  const { inputMemoryType, executionMemoryType, outputMemoryType } = declared;
  const devices = [...new Set([inputMemoryType, executionMemoryType, outputMemoryType])].filter((type) => type !== "ndarray");
  const backends = devices.length === 0 ? "" : '{ backends: "installed" }'; // Those of the function's memory types among them.
  const text = sourcePath === undefined ? JSON.stringify(prepared.source) : `readFileSync(new URL(${JSON.stringify(sourcePath)}, import.meta.url), "utf8")`;
  return `import assert from "node:assert/strict";
${sourcePath === undefined ? "" : 'import { readFileSync } from "node:fs";\n'}import { createRuntime, NdArray } from "openhcs";
import { test } from "${runner}";

const source = ${text};

/** What the function must be given besides the image. */
const given = ${JSON.stringify(given)};

/** A small stack with a bright spot. */
function image(dtype) {
  const stack = NdArray.zeros([2, 8, 8], dtype);
  stack.set([0, 4, 4], 1);
  stack.set([1, 2, 5], 1);
  return stack;
}

async function call(input, parameters = {}) {
  const runtime = await createRuntime(${backends});
  try {
    await runtime.customFunctions.registerFromCode(source, { persist: false });
    const { value, outputs } = await runtime.call(${JSON.stringify(key)}, input, { ...given, ...parameters });
    return { value: await runtime.to(value, "ndarray"), outputs };
  } finally {
    await runtime[Symbol.asyncDispose]();
  }
}

test("${name} validates", async () => {
  const runtime = await createRuntime(${backends});
  const { errors } = runtime.customFunctions.validate(source);
  await runtime[Symbol.asyncDispose]();
  assert.deepEqual(errors, []);
});

for (const dtype of ["uint8", "uint16", "float32"]) {
  test(\`${name} gives ${dtypeWords(outputs["image"] as ArrayOutput)} for \${dtype}\`, async () => {
    const { value${special.length > 0 ? ", outputs" : ""} } = await call(image(dtype));
    assert.equal(value.dtype, ${dueDtype(outputs["image"] as ArrayOutput, definition.dtypeConversion)});${definition.contract === undefined ? "" : "\n    assert.equal(value.shape.length, 3);"}${special.map((output) => `\n    assert.ok(${JSON.stringify(output)} in outputs);`).join("")}
  });
}

test("${name} changes nothing of its input", async () => {
  const input = image("float32");
  const before = input.toNested();
  await call(input);
  assert.deepEqual(input.toNested(), before);
});

test("${name} gives the same for the same input", async () => {
  const [one, other] = [await call(image("float32")), await call(image("float32"))];
  assert.deepEqual(one.value.toNested(), other.value.toNested());
});
${ends.map(({ parameter, value }) => `
test("${name} runs with ${parameter} = ${JSON.stringify(value).replace(/["\\]/g, "\\$&")}", async () => {
  await call(image("float32"), ${JSON.stringify({ [parameter]: value })});
});
`).join("")}${Object.entries(parameters).flatMap(([parameter, argument]) => beyond(argument).map((value) => `
test("${name} refuses ${parameter} = ${JSON.stringify(value).replace(/["\\]/g, "\\$&")}", async () => {
  await assert.rejects(call(image("float32"), ${JSON.stringify({ [parameter]: value })}), { code: "INVALID_ARGUMENT" });
});
`)).join("")}`;
}

function dueDtype({ result }: ArrayOutput, conversion = "preserve"): string {
  if (result === "mask") return '"bool"';
  if (result === "labels") return '"uint32"';
  if (result === "float") return '"float32"';
  if (result === "native" || conversion === "native") return "value.dtype";
  return conversion === "preserve" ? "dtype" : JSON.stringify(conversion);
}

function dtypeWords({ result }: ArrayOutput): string {
  return { image: "an image", float: "a float image", mask: "a mask", labels: "labels", native: "an image" }[result];
}

/** Both ends of a range, every choice, both truths. */
function endsOf(argument: ParameterArgument): readonly unknown[] {
  if (argument.type === "boolean") return [true, false];
  if (argument.type === "string") return argument.choices ?? [];
  if (argument.type !== "number" && argument.type !== "integer") return [];
  return [...(argument.min === undefined || argument.exclusiveMin === true ? [] : [argument.min]), ...(argument.max === undefined || argument.exclusiveMax === true ? [] : [argument.max])];
}

/** Just outside of a range. */
function beyond(argument: ParameterArgument): readonly unknown[] {
  if (argument.type === "string" && argument.choices !== undefined) return ["none of these"];
  if (argument.type !== "number" && argument.type !== "integer") return [];
  const { min, max, exclusiveMin = false, exclusiveMax = false } = argument;
  return [...(min === undefined ? [] : [exclusiveMin ? min : min - 1]), ...(max === undefined ? [] : [exclusiveMax ? max : max + 1])];
}

function sampleOf(argument: ParameterArgument): unknown {
  switch (argument.type) {
    case "number": return within(argument, (min, max) => (min + max) / 2);
    case "integer": return within(argument, (min) => min + 1);
    case "string": return argument.choices?.[0] ?? "";
    case "boolean": return true;
    case "list": return [];
    case "object": return {};
    case "any": return 0;
    case "file": return undefined;
  }
}

/** A number of a range: an end of it where that belongs to it. */
function within({ min, max, exclusiveMin = false, exclusiveMax = false }: Extract<ParameterArgument, { readonly type: "number" | "integer" }>, between: (min: number, max: number) => number): number {
  if (min === undefined) return max === undefined ? 1 : exclusiveMax ? max - 1 : max;
  if (!exclusiveMin) return min;
  return max === undefined ? min + 1 : between(min, max);
}
