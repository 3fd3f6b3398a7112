import { createRuntime, defineBackend, NdArray, type CallOptions, type FunctionReference, type Pattern, type Runtime } from "@openhcs/core";
import { deviceBackend } from "@openhcs/device";
import { functions } from "@openhcs/functions";
import type { NativeDevice, NativeDriver } from "@openhcs/native/device";
import { loadOpenCl } from "@openhcs/native/opencl";
import { afterAll, beforeAll, describe, expect, it } from "vitest";


type Chain = Exclude<Pattern, FunctionReference>;

describe.skipIf(loadOpenCl().addon === undefined)("elementwise steps on a device", () => {
  const launches: number[] = [];
  let together: Runtime;
  let apart: Runtime;

  beforeAll(async () => {
    together = await createRuntime({ backends: [counting(launches)()], functions });
    const { fuse: _, ...unfused } = counting(launches)();
    apart = await createRuntime({ backends: [unfused], functions });
  });
  afterAll(async () => {
    await together?.[Symbol.asyncDispose]();
    await apart?.[Symbol.asyncDispose]();
  });

  const ten: Chain = [
    ["opencl:multiply", { value: 1.7 }], ["opencl:add", { value: 0.1 }], "opencl:sqrt", ["opencl:subtract", { value: 3 }], "opencl:abs",
    ["opencl:maximum", { value: 0.3 }], ["opencl:clip", { min: 0.25, max: 250 }], "opencl:square", ["opencl:divide", { value: 7 }], ["opencl:minimum", { value: 1000 }],
  ];

  it("ten of them are launched once", async () => {
    const image = numbers("float32");
    const [alone, fused] = [await launchesOf(apart, ten, image), await launchesOf(together, ten, image)];
    expect([alone, fused]).toEqual([10, 1]);
  });

  it.each(["uint8", "uint16", "int16", "float16", "float32", "float64"] as const)("the fused kernel gives the bits of one by one, of %s", async (dtype) => {
    const image = numbers(dtype);
    expect(await bits(together, ten, image)).toEqual(await bits(apart, ten, image));
  });

  it("keeps the dtype rule between the steps", async () => {
    const saturating: Chain = [["opencl:add", { value: 200.5 }], ["opencl:subtract", { value: 200 }], ["opencl:multiply", { value: 1.5 }]];
    const image = new NdArray({ data: Uint8Array.of(0, 3, 54, 55, 56, 100, 255), shape: [7] });
    expect(await bits(together, saturating, image)).toEqual(await bits(apart, saturating, image));
    expect((await run(together, saturating, image)).data).toEqual(Uint8Array.of(0, 6, 81, 82, 82, 82, 82));
  });

  it("an array that several steps take is one argument, whatever they do with it", async () => {
    const [image, other] = [numbers("float32"), numbers("float32", 11).reshape([1, 10, 100])];
    const pattern: Chain = [["opencl:add", { other }], ["opencl:multiply", { other }], ["opencl:greater", { other }]];
    expect(await launchesOf(together, pattern, image)).toBe(1);
    expect(await bits(together, pattern, image)).toEqual(await bits(apart, pattern, image));
  });

  it("patterns that differ only in which array a step takes are other kernels", async () => {
    const [image, one, two] = [numbers("float32"), numbers("float32", 11).reshape([1, 10, 100]), numbers("float32", 13).reshape([1, 10, 100])];
    const taking = (second: NdArray): Chain => [["opencl:add", { other: one }], ["opencl:subtract", { other: second }], ["opencl:subtract", { other: two }]];
    for (const pattern of [taking(one), taking(two)]) expect(await bits(together, pattern, image)).toEqual(await bits(apart, pattern, image));
  });

  it("patterns that differ only in the dtype of their result are other kernels", async () => {
    const image = numbers("float32");
    const pattern: Chain = [["opencl:greater", { value: 100 }], "opencl:abs"];
    for (const dtypeConversion of ["preserve", "uint8", "float32"] as const) {
      expect(await bits(together, pattern, image, { dtypeConversion })).toEqual(await bits(apart, pattern, image, { dtypeConversion }));
    }
  });

  it("patterns that differ only in numbers do not share them", async () => {
    const image = numbers("float32");
    const scaling = (value: number): Chain => [["opencl:multiply", { value }], ["opencl:add", { value: 1 / value }]];
    for (const value of [2, 3, 2]) expect(await bits(together, scaling(value), image)).toEqual(await bits(apart, scaling(value), image));
  });

  it("what the device cannot convert is not fused", async () => {
    const image = new NdArray({ data: BigInt64Array.of(1n, -5n, 2n ** 62n), shape: [3] });
    const pattern: Chain = [["opencl:divide", { value: 2 }], ["opencl:add", { value: 1 }]];
    expect(together.plan(pattern, image).components).toBeDefined();
    expect(await bits(together, pattern, image)).toEqual(await bits(apart, pattern, image));
  });

  async function launchesOf(runtime: Runtime, pattern: Chain, image: NdArray): Promise<number> {
    launches.length = 0;
    await run(runtime, pattern, image);
    return launches.length;
  }
});

async function run(runtime: Runtime, pattern: Chain, image: NdArray, options: CallOptions = {}): Promise<NdArray> {
  return await runtime.to(await runtime.run(pattern, image, {}, options) as NdArray, "ndarray") as NdArray;
}

async function bits(runtime: Runtime, pattern: Chain, image: NdArray, options?: CallOptions): Promise<readonly unknown[]> {
  const { dtype, data, bytes } = await run(runtime, pattern, image, options);
  return [dtype, Buffer.from(data.buffer, data.byteOffset, bytes).toString("hex")];
}

function numbers(dtype: NdArray["dtype"], stride = 7): NdArray {
  const data = Float64Array.from({ length: 1000 }, (_, i) => ((i * stride) % 311) - 20 + i / 64);
  data.set([NaN, Infinity, -Infinity, -0], 100);
  return new NdArray({ data, shape: [10, 100] }).cast(dtype);
}

/** The OpenCL backend, telling of each launch. */
function counting(launches: number[]) {
  return defineBackend(() => deviceBackend({
    name: "opencl", version: "0", template: "", buildOptions: ["-cl-std=CL1.2"], remedy: "", fingerprint: () => "",
    load() {
      const found = loadOpenCl();
      return found.addon === undefined ? found : { ...found, addon: { ...driverOf(found.addon), open: (...args: Parameters<NativeDriver["open"]>) => told(found.addon.open(...args), launches) } };
    },
  }, {}));
}

function driverOf(driver: NativeDriver): NativeDriver {
  return { name: driver.name, interchange: driver.interchange, devices: driver.devices, open: driver.open, allocateAligned: driver.allocateAligned, alignmentOf: driver.alignmentOf };
}

function told(device: NativeDevice, launches: number[]): NativeDevice {
  return new Proxy(device, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown;
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (name === "launch") launches.push(args[0] as number);
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}
