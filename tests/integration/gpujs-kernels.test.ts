import { gpujs as backend, type GpuJsArray, type GpuJsOptions } from "@openhcs/backend-gpujs";
import { createRuntime, gpujs, isOpenHcsError, NdArray, type AnyArray, type KernelBuildError, type RawKernelOptions } from "openhcs";
import { expect, test } from "vitest";

const image = NdArray.from([[1, 2, 3], [4, 5, 6]], "float32");

/** What a kernel makes of arguments, in a function that the host vouches for. */
async function launch(source: string, args: Readonly<Record<string, object | number>>, { mode, logs = [], ...options }: RawKernelOptions & GpuJsOptions & { readonly logs?: string[] } = {}): Promise<NdArray> {
  await using runtime = await createRuntime({ backends: [backend(mode === undefined ? {} : { mode })] });
  runtime.events.on("log", ({ text }) => logs.push(text));
  const kernel = gpujs.kernel(source);
  const fn = runtime.register(gpujs({ name: "launch" })((_image: AnyArray) => kernel(args, options)), { namespace: "openhcs" });
  return runtime.to(await runtime.run(fn, image) as GpuJsArray, "ndarray", { copy: true });
}

test.each(["webasm", "cpu"] as const)("a function of gpu.js runs in mode %s, and gives an element per thread", async (mode) => {
  const logs: string[] = [];
  const result = await launch("function lighten(image, gain, offset) { return image[this.thread.y][this.thread.x] * gain + offset[this.thread.x]; }",
    { image, gain: 2, offset: NdArray.from([10, 20, 30], "float32") }, { mode, logs });
  expect([result.toNested(), logs]).toEqual([[[12, 24, 36], [18, 30, 42]], []]);
});

test.each<[string, string, number[]]>([
  ["x alone goes over all elements", "function next(image) { return image[this.thread.x] + 1; }", [2, 3]],
  ["z, y and x over a stack", "function next(image) { return image[this.thread.z][this.thread.y][this.thread.x] + 1; }", [2, 2, 3]],
  ["y and x over a stack of one plane", "function next(image) { return image[this.thread.y][this.thread.x] + 1; }", [1, 2, 3]],
  ["nothing of an image without elements", "function next(image) { return image[this.thread.y][this.thread.x] + 1; }", [0, 3]],
])("%s", async (_, source, shape) => {
  const ascending = new NdArray({ data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_each, at) => at), shape });
  const result = await launch(source, { image: ascending });
  expect([result.shape, [...result.data]]).toEqual([shape, [...ascending.data].map((value) => Number(value) + 1)]);
});

test("the result's shape is chosen where it is not the first array's", async () => {
  const result = await launch("function rowMeans(image, width) { let sum = 0; for (let x = 0; x < 3; x++) { sum += image[this.thread.x][x]; } return sum / width; }",
    { image, width: 3 }, { output: { result: { shape: [2] } } });
  expect([...result.data]).toEqual([2, 5]);
});

test.each<[string, string, { line: number; column: number; snippet: string } | undefined, RegExp]>([
  ["what does not parse", "function f(image) {\n  return image[this.thread.x] + ;\n}", { line: 2, column: 33, snippet: "  return image[this.thread.x] + ;" }, /Unexpected token/],
  ["what gpu.js does not know", "function f(image) {\n  const table = new Map();\n  return image[this.thread.x];\n}", { line: 2, column: 17, snippet: "  const table = new Map();" }, /unhandled type "NewExpression"/],
  ["a name that is not there", "function f(image) {\n  return image[this.thread.x] + level;\n}", { line: 2, column: 33, snippet: "  return image[this.thread.x] + level;" }, /:2:33: Identifier is not defined/],
  ["a property of the first line", "function f(image) { const n = image.length; return image[this.thread.x] + n; }", { line: 1, column: 31, snippet: "function f(image) { const n = image.length; return image[this.thread.x] + n; }" }, /Unexpected expression/],
  ["a function that is not there", "function f(image) {\n  return other(image[this.thread.x]);\n}", { line: 2, column: 3, snippet: "  return other(image[this.thread.x]);" }, /returning null/],
])("%s is refused with line, column and text", async (_, source, place, message) => {
  const error = await launch(source, { image }).catch((caught: unknown) => caught);
  expect(isOpenHcsError(error, "KERNEL_BUILD"), String(error)).toBe(true);
  expect([(error as KernelBuildError).messages[0], (error as KernelBuildError).message]).toEqual([expect.objectContaining(place as object), expect.stringMatching(message)]);
});

test.each<[string, string, RegExp]>([
  ["a name that is not there", "function f(image) {\n  return image[this.thread.x] + level;\n}", /:2:33: level is not defined/],
  ["a function that is not there", "function f(image) {\n  return other(image[this.thread.x]);\n}", /:2:3: unhandled returnType null/],
])("mode cpu refuses %s in its place", async (_, source, message) => {
  await expect(launch(source, { image }, { mode: "cpu" })).rejects.toThrow(message);
});

test.each<[string, string, Readonly<Record<string, object | number>>, RawKernelOptions, RegExp]>([
  ["an arrow function", "(image) => image[this.thread.x]", { image }, {}, /must be one function, as in function invert/],
  ["more than a number per thread", "function pairs(image) { return [image[this.thread.x], 1]; }", { image }, {}, /pairs: "source" must return one number per thread/],
  ["a parameter called result", "function f(result) { return result[this.thread.x]; }", { result: image }, {}, /must not call a parameter "result"/],
  ["a stack for a kernel of planes", "function f(image) { return image[this.thread.y][this.thread.x]; }", { image: image.reshape([2, 1, 3]) }, {}, /more axes than the 2 that the kernel goes over/],
  ["another dtype", "function f(image) { return image[this.thread.x]; }", { image: NdArray.zeros([2], "uint8") }, {}, /must be of dtype float32/],
  ["a number where indices follow", "function f(image) { return image[this.thread.x]; }", { image: 3 }, {}, /"image" must be an array/],
  ["a group", "function f(image) { return image[this.thread.x]; }", { image }, { group: 4 }, /"group" must be left out/],
  ["items that are not its elements", "function f(image) { return image[this.thread.x]; }", { image }, { items: 4 }, /"items" must be one per element of the result, 6/],
])("%s is refused", async (_, source, args, options, message) => {
  await expect(launch(source, args, options)).rejects.toThrow(message);
});
