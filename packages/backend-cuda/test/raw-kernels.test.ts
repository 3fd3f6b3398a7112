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

describe.skipIf(withoutCompiler)(`kernels of users as NVRTC sees them ${withoutCompiler || ""}`, () => {
  it.each([
    ["CUDA C++", plain], ["the dialect", "KERNEL scale(GLOBAL const float *in, GLOBAL float *out, float by, i64 n) {\n  const i64 i = global_x();\n  if (i < n) out[i] = in[i] * by;\n}"],
  ])("one in %s compiles", async (_, source) => {
    expect(new TextDecoder().decode(await compile(userSource("cuda.kernel", source).text))).toContain(".entry scale(");
  });

  it.each([
    ["CUDA C++", plain.replace("* by", "* bye"), 3], ["the dialect", "\nKERNEL scale(GLOBAL const float *in, GLOBAL float *out) {\n  out[0] = in[0] * bye;\n}", 3],
  ])("what does not compile in %s is told in lines of the user's kernel", async (_, text, line) => {
    const source = userSource("cuda.kernel", text);
    const failed = await Promise.resolve(compile(source.text)).then(() => undefined, (error: { log: string }) => error);
    const error = readBuildLog(source, failed?.log ?? "");
    expect(error.messages).toMatchObject([{ line, message: expect.stringContaining('"bye" is undefined') as string, snippet: text.split("\n")[line - 1] }]);
    expect(error.message).toContain(`cuda.kernel:${line}:`);
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
