import { opencl as backend } from "@openhcs/backend-opencl";
import { COST_BOOK, createRuntime, elementwise, isOpenHcsError, NdArray, opencl, provide, type OpenHcsRuntime, type RuntimeOptions } from "openhcs";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";

const image = () => NdArray.from([[0, 1], [2, 3]], "float32");
const trusted: RuntimeOptions["customFunctions"] = { trust: { everything: true } };
const device = () => backend({ cacheFolder: false });
const verdict = await device().probe();
const missing = typeof verdict === "object" && "reason" in verdict ? verdict.reason : "";

const inverting = `import { opencl, type AnyArray } from "openhcs";

const invert = opencl.kernel(\`
KERNEL invert(GLOBAL const float *in, GLOBAL float *out, float most, i64 n) {
  const i64 i = global_x();
  if (i < n) out[i] = most - in[i];
}\`);

/**
 * Inverts.
 * @param most the brightest, 0..10
 */
export const inverted = opencl(async function inverted(image: AnyArray, most: number = 1) {
  return await invert({ in: image, most, n: image.shape.reduce((product, extent) => product * extent, 1) });
});
`;

const keeping = (memoryType: string) => `import { elementwise, ${memoryType}, type AnyArray } from "openhcs";

const keep = elementwise("y = x > t ? x - other : 0");

/**
 * Keeps what is bright.
 * @param t the least, 0..10
 */
export const bright = ${memoryType}(async function bright(image: AnyArray, t: number = 1) {
  const half = await elementwise("y = x / 2")(image);
  return await keep(image, { t, other: half });
});
`;

describe.skipIf(missing !== "")(`kernels of users on OpenCL ${missing}`, { timeout: 60_000 }, () => {
  let runtime: OpenHcsRuntime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [device()], customFunctions: trusted }); });
  afterAll(() => runtime[Symbol.asyncDispose]());

  /** What a host's own function on the device gives, or the error that it ends in. */
  async function within(body: (array: never) => Promise<unknown>, array = image()): Promise<NdArray> {
    const live = opencl({ dtypeConversion: "native" })(async function live(given) { return await body(given as never); });
    const result = await runtime.run(live, array);
    return await runtime.to(result, "ndarray") as NdArray;
  }

  test("a trusted function runs its kernel, whose result stays on the device and whose launch is in the record", async () => {
    await runtime.customFunctions.registerFromCode(inverting);
    const { value, record } = await runtime.call("openhcs:inverted", image(), { most: 5 });
    expect(runtime.spec(value)).toMatchObject({ memoryType: "opencl", dtype: "float32", shape: [2, 2] });
    expect((await runtime.to(value, "ndarray") as NdArray).toNested()).toEqual([[5, 4], [3, 2]]);
    expect(record.calls).toMatchObject([{ key: "kernel:invert", parameters: { most: 5, n: 4 }, status: "ok", calls: [] }]);
  });

  test("a kernel is written in OpenCL C too, and outputs are of the dtype that it writes", async () => {
    const add = opencl.kernel("// Adds.\n__kernel void add(__global const uchar* a,\n  __global const uchar *restrict b, __global unsigned short *sum) {\n  int i = get_global_id(0);\n  sum[i] = a[i] + b[i];\n}");
    const result = await within((array) => add({ a: array, b: array }, { group: 1 }), NdArray.from([[200, 1]], "uint8"));
    expect([result.dtype, result.toNested()]).toEqual(["uint16", [[400, 2]]]);
  });

  test("several kernels, several outputs, shapes, items and groups of one's own", async () => {
    const source = "KERNEL other(GLOBAL float *o) { o[0] = 1; }\nKERNEL parts(GLOBAL const float *in, GLOBAL int *whole, GLOBAL float *rest, int w) {\n  const i64 x = global_x(), y = global_y();\n  if (x < w && y < 2) { whole[y * w + x] = (int)in[y * w + x]; rest[0] = 7; }\n}";
    const parts = opencl.kernel(source, { name: "parts" });
    const shown: unknown[] = [];
    const result = await within(async (array) => {
      const { whole, rest } = await parts<{ readonly whole: NdArray; readonly rest: NdArray }>({ in: array, w: 2 }, { items: [2, 2], group: [2, 1], output: { rest: { shape: [1, 1, 3] } } });
      shown.push(rest.dtype, rest.shape);
      return whole;
    }, NdArray.from([[0.5, 1.5], [2.5, 3.5]], "float32"));
    expect([result.dtype, result.toNested(), ...shown]).toEqual(["int32", [[0, 1], [2, 3]], "float32", [1, 1, 3]]);
    await expect(within(() => opencl.kernel(source)({}))).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "name", message: expect.stringContaining("other, parts") as string });
  });

  test("an array for what a kernel writes is changed in a copy, and stays as it is wherever it lies", async () => {
    const raise = opencl.kernel("KERNEL raise(GLOBAL float *x, GLOBAL const float *by, i64 n) {\n  const i64 i = global_x();\n  if (i < n) x[i] += by[i];\n}");
    const host = image();
    const shown: unknown[] = [];
    const result = await within(async (array) => {
      const once = await raise({ x: host, by: array, n: 4 });
      const twice = await raise({ x: once, by: once, n: 4 });
      shown.push((await runtime.to(once, "ndarray", { copy: true }) as NdArray).toNested());
      return twice;
    });
    expect([result.toNested(), ...shown, host.toNested()]).toEqual([[[0, 4], [8, 12]], [[0, 2], [4, 6]], [[0, 1], [2, 3]]]);
  });

  it.each([
    ["the dialect", "KERNEL reversed(GLOBAL const float *in, GLOBAL float *out, LOCAL_ARRAY(float, tile), LOCAL_ARRAY(u8, marks)) {\n  const int x = local_x();\n  tile[x] = in[global_x()];\n  marks[x] = (u8)(x + 1);\n  BARRIER();\n  out[global_x()] = tile[group_size_x() - 1 - x] * marks[x];\n}"],
    ["OpenCL C", "__kernel void reversed(__global const float *in, __global float *out, __local float *tile, local uchar *restrict marks) {\n  int x = get_local_id(0);\n  tile[x] = in[get_global_id(0)];\n  marks[x] = x + 1;\n  barrier(CLK_LOCAL_MEM_FENCE);\n  out[get_global_id(0)] = tile[get_local_size(0) - 1 - x] * marks[x];\n}"],
  ])("in %s a kernel has local memory of as many elements as the call says", async (_, source) => {
    const reversed = opencl.kernel(source);
    for (const group of [2, 4]) {
      const result = await within((array) => reversed({ in: array, tile: group, marks: group }, { group }), NdArray.from([1, 2, 3, 4], "float32"));
      expect(result.toNested()).toEqual(group === 2 ? [2, 2, 4, 6] : [4, 6, 6, 4]);
    }
    await expect(within((array) => reversed({ in: array, tile: 2 ** 40, marks: 4 }, { group: 4 }))).rejects.toThrow(/"tile, marks" must fit into the \d+ bytes of local memory that a group of the device has, received 4398046511120/);
    await expect(within((array) => reversed({ in: array, tile: 0, marks: 4 }))).rejects.toThrow('"tile" is local memory, and must be given as the number of its elements, received 0');
  });

  it.each([
    ["of the dialect", "\nKERNEL bad(GLOBAL const float *in, GLOBAL float *out) {\n  const i64 i = global_x();\n  out[i] = in[i] * factr;\n}", 4, 20],
    ["of OpenCL C", "__kernel void bad(__global const float *in, __global float *out) {\n  out[0] = in[0] * factr;\n}", 2, 20],
    ["behind comments", "// One\n/* two\n * three */\nKERNEL bad(GLOBAL const float *in, GLOBAL float *out) {\n  // five\n\n  out[0] = in[0] * factr; /* seven */\n}", 7, 20],
  ])("what does not compile is told in lines of the user's kernel, %s", async (_, source, line, column) => {
    const error = await within((array) => opencl.kernel(source)({ in: array })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "KERNEL_BUILD", messages: [{ line, column, message: expect.stringContaining("factr") as string, snippet: source.split("\n")[line - 1] }] });
    expect((error as Error).message).toContain(`opencl.kernel:${line}:${column}: `);
    expect((error as Error).message).toContain("in[0] * factr;".replace("0", line === 4 ? "i" : "0"));
  });

  it.each([
    ["an array of another dtype", { in: NdArray.zeros([2], "uint8"), n: 1 }, {}, '"in" is const float * in the kernel, so that its array must be of dtype float32'],
    ["a number without a name in it", { inn: 1 }, {}, 'has no parameter "inn"; did you mean "in"?'],
    ["an array of a dtype that it does not write", { in: NdArray.zeros([2]), out: NdArray.zeros([2], "int32"), n: 1 }, {}, '"out" is float * in the kernel, so that its array must be of dtype float32'],
    ["a number for what it writes", { in: NdArray.zeros([2]), out: 7, n: 1 }, {}, '"out" must be an array'],
    ["a shape beside the array that it changes", { in: NdArray.zeros([2]), out: NdArray.zeros([2]), n: 1 }, { output: { out: { shape: [3] } } }, '"output.out" must not be given beside the array'],
    ["no whole number", { in: NdArray.zeros([2]), n: 1.5 }, {}, '"n" must be a whole number'],
    ["an output of a dtype that it does not write", { in: NdArray.zeros([2]), n: 1 }, { output: { out: { dtype: "uint8" } } }, "must be float32, for the kernel writes float *"],
    ["an option that there is not", { in: NdArray.zeros([2]), n: 1 }, { item: 6 }, 'has no parameter "item"; did you mean "items"?'],
    ["four axes of items", { in: NdArray.zeros([2]), n: 1 }, { items: [1, 1, 1, 1] }, "up to three of them"],
    ["an array in place of names", NdArray.zeros([2]), {}, "must be given by name: { in, out, n }"],
  ])("%s is refused before anything runs", async (_, args, options, message) => {
    const kernel = opencl.kernel("KERNEL k(GLOBAL const float *in, GLOBAL float *out, i64 n) { out[0] = in[0]; }");
    await expect(within(() => kernel(args as never, options as never))).rejects.toThrow(message);
  });

  it.each([
    ["no kernel", "float f(float x) { return x; }", "must have a kernel"], ["constant memory", "__kernel void f(__global float *x, __constant float *c) {}", "memory of the device and local memory"],
    ["local memory of unknown elements", "__kernel void f(__global float *x, __local float4 *l) {}", '"l" is local memory of float4, whose size cannot be told'],
    ["a local pointer that is no argument everywhere", "KERNEL f(GLOBAL float *x, LOCAL_POINTER float *l) {}", "write LOCAL_ARRAY(float, tile)"],
    ["a type that is no number", "__kernel void f(__global float *x, float4 v) {}", "kernels take pointers"],
  ])("a source with %s is refused", async (_, source, message) => {
    await expect(within(() => opencl.kernel(source)({}))).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "source", message: expect.stringContaining(message) as string });
  });

  test.each(["opencl", "ndarray"])("elementwise runs in trusted functions on %s", async (memoryType) => {
    await using own = await createRuntime({ backends: [device()], customFunctions: trusted });
    await own.customFunctions.registerFromCode(keeping(memoryType));
    const result = await own.run("openhcs:bright", image(), { t: 1 });
    expect(own.spec(result).memoryType).toBe(memoryType);
    expect((await own.to(result, "ndarray") as NdArray).toNested()).toEqual([[0, 0], [1, 1.5]]);
  });

  test("isolated it is planned by the host, and gives handles on the device", async () => {
    // Kernels that cost nothing, so that the plan does not hang on what was measured on this machine.
    const costs = provide(COST_BOOK, { get: (key) => (key.includes(" kernel ") ? { latencyUs: 0, gbPerSec: Infinity } : undefined), put: () => {} });
    await using own = await createRuntime({ backends: [device()], services: [costs] });
    await own.customFunctions.registerFromCode(keeping("opencl"));
    const { value, record } = await own.call("openhcs:bright", image(), { t: 1 });
    expect(own.spec(value).memoryType).toBe("opencl");
    expect((await own.to(value, "ndarray") as NdArray).toNested()).toEqual([[0, 0], [1, 1.5]]);
    expect(record.calls).toMatchObject([{ key: "elementwise", kernel: "opencl:elementwise" }, { key: "elementwise", kernel: "opencl:elementwise" }]);
  });

  test("hosts insist on it by its key, with the result of the reference", async () => {
    const parameters = { expression: "y = max(x % 2, sqrt(x)) * t + (x >= 2 && !(x == 3))", values: { t: 0.3 } };
    const there = await runtime.to(await runtime.run("opencl:elementwise", image(), parameters), "ndarray") as NdArray;
    expect(there.toNested()).toEqual((await runtime.run("reference:elementwise", image(), parameters) as NdArray).toNested());
  });

  test("every function of expressions agrees with the reference", async () => {
    const x = NdArray.from([-2.5, -1, -0.3, 0, 0.3, 0.5, 1, 2.5, NaN, Infinity], "float32");
    const unary = ["abs", "sqrt", "cbrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "floor", "ceil", "trunc", "round", "sign", "isnan", "isfinite"];
    const expressions = [...unary.map((name) => `${name}(x)`), ...["min", "max", "pow", "atan2", "hypot"].flatMap((name) => [`${name}(x, 0.5)`, `${name}(0.5, x)`, `${name}(nan, x)`]), "clip(x, -1, 1)", "x % 0.7", "!x", "-x / 3"];
    // In one program, by a list of numbers that choose.
    const names = expressions.map((_, at) => `e${at}`);
    const expression = `${expressions.map((each, at) => `${names[at]} = ${each};`).join(" ")} y = ${names.map((name, at) => `k == ${at} ? ${name} : `).join("")}0`.replaceAll(/\? (e\d+) : /g, "? $1 : ");
    for (const k of expressions.keys()) {
      const parameters = { expression, values: { k }, outDtype: "float64" } as const;
      const there = await runtime.to(await runtime.run("opencl:elementwise", x, parameters), "ndarray") as NdArray;
      const here = await runtime.run("reference:elementwise", x, parameters) as NdArray;
      for (const [at, value] of [...here.data].entries()) {
        const [got, wanted] = [Number(there.data[at]), Number(value)];
        if (!Object.is(got, wanted)) expect(Math.abs(got - wanted), `${expressions[k]} of ${x.data[at]}: ${got}, not ${wanted}`).toBeLessThanOrEqual(1e-12 * Math.abs(wanted) + 1e-15);
      }
    }
  });

  test("a raw kernel in isolated code is refused where it stands, with what helps", async () => {
    await using own = await createRuntime({ backends: [device()] });
    const error = await own.customFunctions.registerFromCode(inverting).catch((thrown: unknown) => thrown);
    if (!isOpenHcsError(error, "VALIDATION")) throw error;
    expect(error.errors).toMatchObject([{ code: "TRUST_NEEDED", line: 3, column: 16, message: expect.stringMatching(/^opencl\.kernel needs trust, .*elementwise\(/s) as string }]);
    expect(own.customFunctions.validate(inverting).errors).toMatchObject([{ code: "TRUST_NEEDED", line: 3 }]);
  });

  it.each(['opencl["ker" + "nel"]', '(await (async () => memory("opencl"))()).kernel'])("and where it hides, as %s, when it runs", async (hidden) => {
    await using own = await createRuntime({ backends: [device()] });
    await own.customFunctions.registerFromCode(`import { memory, opencl, type AnyArray } from "openhcs";\nvoid memory;\n/** Hides. */\nexport const hides = opencl(async function hides(image: AnyArray) {\n  const made = ${hidden}("KERNEL f(GLOBAL float *x) { x[0] = 1; }");\n  return await made({});\n});\n`);
    await expect(own.run("openhcs:hides", image())).rejects.toMatchObject({ code: "GUEST_FAILED", message: expect.stringContaining("opencl.kernel needs trust") as string, line: 5 });
  });
});

test("without a runtime an expression runs on the host, and a raw kernel says what it needs", async () => {
  expect((await elementwise("y = x * 2")(image())).toNested()).toEqual([[0, 2], [4, 6]]);
  await expect(opencl.kernel("KERNEL f(GLOBAL float *x) { x[0] = 1; }")({})).rejects.toMatchObject({ code: "NO_RUNTIME" });
});

test("a memory type without kernels says so", async () => {
  await using runtime = await createRuntime({ customFunctions: trusted });
  await runtime.customFunctions.registerFromCode('import { ndarray, type NdArray } from "openhcs";\nconst f = ndarray.kernel("KERNEL f(GLOBAL float *x) { x[0] = 1; }");\n/** Tries. */\nexport const tries = ndarray(async function tries(image: NdArray) { return await f({}) as NdArray; });\n');
  await expect(runtime.run("openhcs:tries", image())).rejects.toMatchObject({ code: "RAW_KERNELS_MISSING", memoryType: "ndarray" });
});

test("isolated code on the host computes expressions in a child, and hears what is wrong with one", { timeout: 60_000 }, async () => {
  await using runtime = await createRuntime();
  await runtime.customFunctions.registerFromCode(keeping("ndarray"));
  expect((await runtime.run("openhcs:bright", image(), { t: 1 }) as NdArray).toNested()).toEqual([[0, 0], [1, 1.5]]);
  await runtime.customFunctions.registerFromCode('import { elementwise, ndarray, type NdArray } from "openhcs";\n/** Errs. */\nexport const errs = ndarray(async function errs(image: NdArray) {\n  return await elementwise("y = x >")(image);\n});\n');
  await expect(runtime.run("openhcs:errs", image())).rejects.toMatchObject({ code: "EXPRESSION", position: 8 });
});
