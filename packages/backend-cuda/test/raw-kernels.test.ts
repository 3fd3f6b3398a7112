import { buildOptions, cuda } from "@openhcs/backend-cuda";
import { expressionProgram, readBuildLog, userSource } from "@openhcs/device";
import { expressionOf } from "@openhcs/functions/for-kernels";
import { loadCuda } from "@openhcs/native/cuda";
import { describe, expect, it, test } from "vitest";
import { withoutCompiler } from "./nvrtc.js";

const options = ["--gpu-architecture=compute_70", ...buildOptions];
const compile = (text: string) => loadCuda().addon?.compile?.(text, options);
const plain = 'extern "C" __global__ void scale(const float* __restrict__ in, float* out, float by, long long n) {\n  const long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x;\n  if (i < n) out[i] = in[i] * by;\n}\n';

test("a kernel in CUDA C++ says what it takes", () => {
  expect(cuda().rawKernel?.({ memoryType: "cuda", source: plain })).toMatchObject({
    name: "scale",
    parameters: [{ name: "in", role: "input", dtypes: ["float32"] }, { name: "out", role: "output", dtypes: ["float32"] }, { name: "by", role: "number" }, { name: "n", role: "integer" }],
  });
  const bounded = 'extern "C" __global__ void __launch_bounds__(256, 2) f(unsigned char *out, // the result\n  const unsigned int seed /* of it */, double most) {}';
  expect(cuda().rawKernel?.({ memoryType: "cuda", source: bounded }).parameters).toMatchObject([{ name: "out", dtypes: ["uint8", "bool"] }, { name: "seed", role: "integer" }, { name: "most", role: "number" }]);
});

test("the shared memory of a launch is what a kernel in CUDA C++ takes by its name", () => {
  const parametersOf = (source: string, name = "f") => cuda().rawKernel?.({ memoryType: "cuda", source, name }).parameters;
  expect(parametersOf('extern "C" __global__ void f(float* x) { extern __shared__ __align__(16) unsigned char tile[]; x[0] = tile[0]; }\nextern "C" __global__ void g(float* x) {}')).toMatchObject([{ name: "x" }, { name: "tile", role: "local", type: "local unsigned char *" }]);
  expect(parametersOf('extern __shared__ double tile[];\nextern "C" __global__ void f(float* x) {}')).toMatchObject([{ name: "x" }, { name: "tile", role: "local" }]);
  expect(parametersOf('extern "C" __global__ void g(float* x) { extern __shared__ int tile[]; }\nextern "C" __global__ void f(float* x) {}')).toHaveLength(1);
  expect(() => parametersOf('extern __shared__ int a[];\nextern "C" __global__ void f(float* x) { extern __shared__ int b[]; }')).toThrow("a and b in the shared memory of its launch, which begin at the same place");
});

describe.skipIf(withoutCompiler)(`kernels of users as NVRTC sees them ${withoutCompiler || ""}`, () => {
  it.each([
    ["CUDA C++", plain], ["the dialect", "KERNEL scale(GLOBAL const float *in, GLOBAL float *out, float by, i64 n) {\n  const i64 i = global_x();\n  if (i < n) out[i] = in[i] * by;\n}"],
  ])("one in %s compiles", async (_, source) => {
    expect(new TextDecoder().decode(await compile(userSource("cuda.kernel", source).text))).toContain(".entry scale(");
  });

  test("local arrays of the dialect lie in the shared memory of the launch", async () => {
    const source = userSource("cuda.kernel", "DEVICE float last(LOCAL_POINTER const float *all, int size) { return all[size - 1]; }\nKERNEL tiles(GLOBAL float *out, LOCAL_ARRAY(float, tile), LOCAL_ARRAY(u8, marks), int size) {\n  tile[local_x()] = 1.0f;\n  marks[local_x()] = 2;\n  BARRIER();\n  out[global_x()] = last(tile, size) + marks[size - 1 - local_x()];\n}");
    const ptx = new TextDecoder().decode(await compile(source.text));
    expect(source.signatures.get("tiles")).toBe("mssi");
    expect(ptx).toMatch(/\.extern \.shared \.align 16 \.b8 local_memory_of_launch/);
    expect([/st\.shared\.(f32|u32)/, /st\.shared\.u8/, /ld\.shared\.f32/, /ld\.shared\.u8/].filter((each) => !each.test(ptx))).toEqual([]);
  });

  it.each([
    ["CUDA C++", plain.replace("* by", "* bye"), 3, 31], ["the dialect", "\nKERNEL scale(GLOBAL const float *in, GLOBAL float *out) {\n  out[0] = in[0] * bye;\n}", 3, 20],
    ["the dialect behind comments", "// One\n/* two\n * three */\nKERNEL scale(GLOBAL const float *in, GLOBAL float *out) {\n  // five\n\n  out[0] = in[0] * bye; /* seven */\n}", 7, 20],
  ])("what does not compile in %s is told in lines of the user's kernel", async (_, text, line, column) => {
    const source = userSource("cuda.kernel", text);
    const failed = await Promise.resolve(compile(source.text)).then(() => undefined, (error: { log: string }) => error);
    const error = readBuildLog(source, failed?.log ?? "");
    expect(error.messages).toMatchObject([{ line, column, message: expect.stringContaining('"bye" is undefined') as string, snippet: text.split("\n")[line - 1] }]);
    expect(error.message).toContain(`cuda.kernel:${line}:${column}: `);
  });

  test("a complaint about no name is told where its line begins", async () => {
    const source = userSource("cuda.kernel", "KERNEL f(GLOBAL const float *in, GLOBAL float *out) {\n\n    out[0] = in * 2.0f;\n}");
    const failed = await Promise.resolve(compile(source.text)).then(() => undefined, (error: { log: string }) => error);
    expect(readBuildLog(source, failed?.log ?? "").messages).toMatchObject([{ line: 3, column: 5, snippet: "    out[0] = in * 2.0f;" }]);
  });

  it.each(["float32", "float64"] as const)("every part of an expression compiles, computed in %s", async (compute) => {
    const unary = ["abs", "sqrt", "cbrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "floor", "ceil", "trunc", "round", "sign", "isnan", "isfinite"];
    const text = [...unary.map((name) => `${name}(x)`), "min(x, x2)", "max(x, t)", "pow(x, 2)", "atan2(x, pi)", "hypot(x, nan)", "clip(x, -inf, t)", "x % 3 / 0.25", "-x", "!x", "x < 1 && x2 != 1e21 || x >= 1e-9 ? x : 5"].join(" + ");
    const expression = expressionOf(2, { expression: `a = ${text}; y = a * a`, values: { t: 1 } });
    const { source, arrays } = expressionProgram(expression, ["uint8", "float16"], 1, "uint16", compute);
    expect(arrays).toEqual([0, 1]);
    expect(new TextDecoder().decode(await compile(source.text))).toContain(".entry elementwise(");
  });
});
