import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCuda } from "@openhcs/native/cuda";
import { buildStub, inProcess, missing } from "./stub-driver.js";
import { withoutCompiler } from "../../../packages/backend-cuda/test/nvrtc.js";

const addon = loadCuda().addon;
const source = `extern "C" __global__ void scale(float* values, int length, float factor) {
  int at = blockIdx.x * blockDim.x + threadIdx.x;
  if (at < length) values[at] *= factor;
}`;
const compile = (text: string, ...options: string[]) => addon?.compile?.(text, options) as Promise<Uint8Array>;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe.skipIf(withoutCompiler)(`the run-time compiler of CUDA ${withoutCompiler || ""}`, () => {
  let stub: ReturnType<typeof buildStub> | undefined;
  beforeAll(() => { stub = missing ? undefined : buildStub(); });
  afterAll(() => stub?.remove());

  it("says its version", () => {
    expect(addon?.compilerVersion?.()).toMatch(/^1[1-9]\.\d+$/);
  });

  it.each([52, 70, 80, 90])("compiles with no device to machine code of sm_%i, where it knows that", async (capability) => {
    try {
      const binary = await compile(source, `--gpu-architecture=sm_${capability}`, "--std=c++17");
      expect(text(binary.subarray(1, 4))).toBe("ELF");
      expect(text(binary)).toContain("scale");
    } catch (error) {
      // CUDA 13 compiles for nothing before 7.5.
      expect(error).toMatchObject({ code: "BUILD_FAILED", status: "NVRTC_ERROR_INVALID_OPTION" });
      expect(Number.parseFloat(String(addon?.compilerVersion?.()))).toBeGreaterThanOrEqual(capability < 75 ? 13 : Number.POSITIVE_INFINITY);
    }
  });

  it("compiles to PTX for later devices", async () => {
    const ptx = await compile(source, "--gpu-architecture=compute_80");
    expect(text(ptx)).toMatch(/\.target sm_80[^]*\.visible \.entry scale[^]*\0$/);
  });

  it("says in which line a program is wrong", async () => {
    const error = await compile(source.replace("factor;", "gain;"), "--gpu-architecture=compute_80").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "BUILD_FAILED", status: "NVRTC_ERROR_COMPILATION", log: expect.stringMatching(/^kernels\.cu\(3\): error: identifier "gain" is undefined/) });
    expect(error).toMatchObject({ message: expect.stringContaining("kernels.cu(3)") });
  });

  it("names an option that it does not know", async () => {
    await expect(compile(source, "--no-such-option")).rejects.toMatchObject({ code: "BUILD_FAILED", message: expect.stringContaining("no-such-option") });
  });

  it("compiles several programs at once", async () => {
    const binaries = await Promise.all([1, 2, 3, 4].map((factor) => compile(source.replace("factor;", `${factor};`).replace("scale", `scale${factor}`), "--gpu-architecture=compute_80")));
    expect(binaries.map((binary) => /entry (scale\d)/.exec(text(binary))?.[1])).toEqual(["scale1", "scale2", "scale3", "scale4"]);
  });

  it.skipIf(missing).each([[80, "ELF"], [90, "ELF"], [999, "PTX"]])("builds for the device at hand, or for the nearest that it knows before it: %i", (capability, kind) => {
    const { result } = inProcess(stub as NonNullable<typeof stub>, `
      const device = addon.open(0, options), binary = await device.build(${JSON.stringify(source)}, ["--std=c++17"]), program = device.load(binary);
      device.kernel(program, "scale", "mif");
      device.close();
      return Buffer.from(binary).toString("latin1");`, { STUB_CUDA_CAPABILITY: String(capability), STUB_CUDA_VERSION: "99000" });
    if (kind === "ELF") expect(String(result).slice(1, 4)).toBe("ELF");
    else expect(result).toMatch(/\.target sm_\d+/);
  });

  it.skipIf(missing)("refuses devices that it is too new for, with both", () => {
    const { result } = inProcess(stub as NonNullable<typeof stub>, `
      const device = addon.open(0, options);
      try { await device.build("", []); } catch ({ code, message }) { return { code, message }; } finally { device.close(); }`, { STUB_CUDA_CAPABILITY: "21", STUB_CUDA_VERSION: "99000" });
    expect(result).toMatchObject({ code: "UNSUPPORTED", message: expect.stringMatching(/^cuda: NVRTC 1\d\.\d+ compiles for compute capability \d\.\d or newer, and the device has 2\.1\./) });
  });
});

describe.skipIf(missing)(`a machine without the run-time compiler of CUDA ${missing || ""}`, () => {
  it("says what was tried", () => {
    const stub = buildStub();
    try {
      const { result } = inProcess(stub, `
        const device = addon.open(0, { ...options, compiler: "/nowhere/libnvrtc.so" }), told = [];
        await device.build("", []).catch(({ code, message }) => told.push(code, message));
        await addon.compile("", [], { compiler: "libm.so.6" }).catch(({ code, message }) => told.push(code, message));
        try { addon.compilerVersion({ compiler: "/nowhere/libnvrtc.so" }); } catch ({ code }) { told.push(code); }
        device.close();
        return told;`);
      expect(result).toEqual([
        "UNSUPPORTED", expect.stringMatching(/^cuda: no run-time compiler \(NVRTC\) that can be used: \/nowhere\/libnvrtc\.so: cannot open/),
        "UNSUPPORTED", "cuda: no run-time compiler (NVRTC) that can be used: libm.so.6 lacks nvrtcVersion.", "UNSUPPORTED",
      ]);
    } finally {
      stub.remove();
    }
  });
});
