import { webgpu as backend } from "@openhcs/backend-webgpu";
import { createRuntime, isOpenHcsError, NdArray, webgpu, type OpenHcsRuntime } from "openhcs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const verdict = await backend().probe();
const missing = typeof verdict === "object" && "reason" in verdict ? verdict.reason : "";
if (missing !== "" && process.env["OPENHCS_REQUIRE_NATIVE"] === "1") throw new Error(`WebGPU is required here, and not available: ${missing}`);

const image = () => NdArray.from([[0, 1], [2, 3]], "float32");
const wgsl = `@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<uniform> most: f32;
@compute @workgroup_size(64) fn invert(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&out)) { out[id.x] = most - image[id.x]; }
}`;

const inverting = `import { webgpu, type AnyArray } from "openhcs";

const invert = webgpu.kernel(\`${wgsl}\`);

/**
 * Inverts.
 * @param most the brightest, 0..10
 */
export const inverted = webgpu(async function inverted(image: AnyArray, most: number = 1) {
  return await invert({ image, most });
});
`;

describe.skipIf(missing !== "")(`kernels of users on WebGPU ${missing}`, { timeout: 60_000 }, () => {
  let runtime: OpenHcsRuntime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [backend()], customFunctions: { trust: { everything: true } } }); });
  afterAll(() => runtime[Symbol.asyncDispose]());

  /** What a host's own function on the device gives, or the error that it ends in. */
  async function within(body: (array: never) => Promise<unknown>): Promise<NdArray> {
    const live = webgpu({ dtypeConversion: "native" })(async function live(given) { return await body(given as never); });
    return await runtime.to(await runtime.run(live, image()), "ndarray") as NdArray;
  }

  test("a trusted function runs its kernel, whose result stays on the device and whose launch is in the record", async () => {
    await runtime.customFunctions.registerFromCode(inverting);
    const { value, record } = await runtime.call("openhcs:inverted", image(), { most: 5 });
    expect(runtime.spec(value)).toMatchObject({ memoryType: "webgpu", dtype: "float32", shape: [2, 2] });
    expect((await runtime.to(value, "ndarray") as NdArray).toNested()).toEqual([[5, 4], [3, 2]]);
    expect(record.calls).toMatchObject([{ key: "kernel:invert", parameters: { most: 5 }, status: "ok" }]);
  });

  test("what does not compile is told by line, column and text, and the next kernel runs", async () => {
    const error: unknown = await within((given) => webgpu.kernel(wgsl.replace("most - image", "most - imag"))({ image: given, most: 5 })).catch((reason: unknown) => reason);
    if (!isOpenHcsError(error, "KERNEL_BUILD")) throw error;
    expect(error.messages).toMatchObject([{ line: 5, column: 54, snippet: expect.stringContaining("most - imag[id.x]") as string }]);
    expect((await within((given) => webgpu.kernel(wgsl)({ image: given, most: 5 }))).toNested()).toEqual([[5, 4], [3, 2]]);
  });

  test("a group other than the source's is refused", async () => {
    await expect(within((given) => webgpu.kernel(wgsl)({ image: given, most: 5 }, { group: 32 }))).rejects.toThrow(/group.*@workgroup_size\(64, 1, 1\)/);
  });
});
