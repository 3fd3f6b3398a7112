import { buildOptions } from "@openhcs/backend-cuda";
import type { Dtype } from "@openhcs/core";
import { axisSource, chainSource, conversionSource, deviceKernels, kernelSource, rankSources, type ElementwiseKernel, type KernelSource } from "@openhcs/device";
import { functions } from "@openhcs/functions";
import { loadCuda } from "@openhcs/native/cuda";
import { describe, expect, it } from "vitest";
import { withoutCompiler } from "./nvrtc.js";

const elementwise = deviceKernels("cuda").filter((kernel): kernel is ElementwiseKernel => kernel.fusable === true);

/** What dtypes other than that of every-kernel.test.ts make of kernels. */
const sources: readonly (readonly [string, KernelSource])[] = [
  ...(["bool", "uint8", "int16", "uint32", "int64", "float16", "float32", "float64"] as const).map((dtype) => [`every elementwise function of ${dtype}`, everyElementwise(dtype)] as const),
  ...(["uint8", "float16"] as const).flatMap((dtype) => rankSources(dtype, { mode: "reflect", cval: 0 }).map((source) => [`${source.name} of ${dtype}`, source] as const)),
  ["separable.cl of uint8, kept as that", axisSource({ IN: "uint8", OUT: "uint8" }, "float64", 32)],
  ["extreme-runs.cl of int64", kernelSource(["neighborhood/boundary.cl", "neighborhood/extreme-runs.cl"], { elements: { IN: "int64", OUT: "int64" }, compute: "float64" })],
];

/** All elementwise functions of arrays of a dtype, by every example that its kernel takes, as one kernel. */
function everyElementwise(dtype: Dtype): KernelSource {
  const steps = elementwise.flatMap(({ function: name, body }) => {
    const definition = functions.find((each) => each.name === name);
    const inputs = Object.keys(definition?.inputs ?? {});
    return (definition?.examples ?? []).map((parameters) => {
      const names = "value" in parameters || "imageValue" in parameters ? inputs.slice(0, 1) : inputs;
      const made = body(Object.fromEntries(names.map((input) => [input, dtype])), { convention: "numpy", ...parameters });
      return typeof made === "string" ? undefined : { body: made, dtype: made.dtype, inputs: Object.fromEntries(names.map((input, outer) => [input, { outer }])) };
    }).filter((step) => step !== undefined);
  });
  return chainSource({ outer: [dtype, dtype, dtype], steps }, true);
}

async function ptxOf({ text }: Pick<KernelSource, "text">, architecture = 52): Promise<string> {
  return new TextDecoder().decode(await loadCuda().addon?.compile?.(text, [`--gpu-architecture=compute_${architecture}`, ...buildOptions]));
}

/** The code of one kernel. */
async function codeOf(source: KernelSource, kernel: string): Promise<string> {
  const code = (await ptxOf(source)).split(".visible .entry ").find((each) => each.startsWith(`${kernel}(`));
  return code ?? expect.fail(`there is no ${kernel}`);
}

describe.skipIf(withoutCompiler)(`kernels as NVRTC sees them ${withoutCompiler || ""}`, () => {
  it.each(sources)("%s compiles, with the arguments of its signature", async (_, source) => {
    const ptx = await ptxOf(source);
    const expected = { m: "u64", i: "u32", u: "u32", l: "u64", f: "f32", d: "f64", s: "align" };
    for (const [name, signature] of source.signatures) {
      const entry = new RegExp(`\\.visible \\.entry ${name}\\(([^)]*)\\)`).exec(ptx)?.[1];
      expect([...(entry ?? "").matchAll(/\.param \.(\w+)/g)].map(([, type]) => type), name).toEqual([...signature].map((letter) => expected[letter as keyof typeof expected]));
    }
  });

  it("also for the newest devices that it knows", async () => {
    for (const [, source] of sources) expect(await ptxOf(source, 90)).toContain(".target sm_90");
  });

  describe("use what GPUs have", () => {
    it.each(["uint8", "float32", "float16"] as const)("128-bit loads and stores of %s", async (dtype) => {
      const body = elementwise.find((kernel) => kernel.function === "clip")?.body({ image: dtype }, { min: 1, max: 5, convention: "numpy" });
      if (body === undefined || typeof body === "string") return expect.fail(body);
      const code = await codeOf(chainSource({ outer: [dtype], steps: [{ body, dtype, inputs: { image: { outer: 0 } } }] }, true, 16), "elementwise");
      expect(code).toMatch(/ld\.global\.v4\.[uf]32/);
      expect(code).toMatch(/st\.global\.v4\.[uf]32/);
      expect(code).not.toMatch(/\b(ld|st)\.local/);
    });

    it("and as wide ones on the side of the wider elements where dtypes change", async () => {
      const code = await codeOf(conversionSource("uint8", "float32", 16), "elementwise");
      expect(code).toMatch(/ld\.global\.u32/);
      expect(code).toMatch(/st\.global\.v4\.f32/);
    });

    it("shuffles within warps in place of the last five barriers of a group's sum", async () => {
      const code = await codeOf(kernelSource("reductions/sums.cl", { elements: { IN: "float32" }, compute: "float64", defines: { GROUP: 256 } }), "sum_long_parts");
      expect(code.match(/shfl\.sync\.down/g)).toHaveLength(2 * 2 * 5); // Sum and count, each a double of two words.
      expect(code.match(/bar\.sync/g)).toHaveLength(5);
    });

    it("shared memory for what neighbours read of a line", async () => {
      const source = axisSource({ IN: "float32", OUT: "float32" }, "float32", 32);
      for (const kernel of ["correlate_columns", "correlate_rows"]) {
        const code = await codeOf(source, kernel);
        expect(code).toMatch(/st\.shared\.f32/);
        expect(code).toMatch(/ld\.shared\.f32/);
      }
    });
  });
});
