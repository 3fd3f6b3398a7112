import { createRuntime, isOpenHcsError, NdArray, ndarray, NotAnArrayError, OutOfMemoryError, UnknownDeviceError, type Runtime } from "@openhcs/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const double = ndarray(function double(image: NdArray) { return image.multiply(2); });
let runtime: Runtime;

beforeEach(async () => { runtime = await createRuntime(); });
afterEach(() => runtime[Symbol.asyncDispose]());

const held = () => runtime.memory().find(({ memoryType }) => memoryType === "ndarray") ?? { arrays: 0, bytes: 0 };

describe("what a runtime holds", () => {
  it("grows with its results and shrinks when they are disposed of", async () => {
    const key = runtime.register(double, { namespace: "openhcs" });
    const image = NdArray.zeros([4, 8], "float32");
    const first = await runtime.run(key, image);
    const second = await runtime.run(key, image);
    expect(held()).toMatchObject({ arrays: 2, bytes: 256, device: 0 });
    runtime.dispose(first);
    expect(held()).toMatchObject({ arrays: 1, bytes: 128 });
    (second as NdArray).dispose();
    expect(held()).toMatchObject({ arrays: 0, bytes: 0 });
  });

  it("never counts an array of the caller", async () => {
    const image = NdArray.zeros([4, 8]);
    (await runtime.run(runtime.register(double, { namespace: "openhcs" }), image) as NdArray).dispose();
    expect(image.isDisposed).toBe(false);
    expect(held()).toMatchObject({ arrays: 0, bytes: 0 });
  });
});

describe("errors of memory", () => {
  it.each<[unknown, string]>([[null, "null"], [undefined, "undefined"], [5, "number"], [[1], "Array"], [new Float32Array(1), "Float32Array"], [Object.create(null), "an object"]])(
    "say that %s is no array", (value, received) => {
      const error = new NotAnArrayError(value, ["ndarray", "tape"]);
      expect(error).toMatchObject({ code: "NOT_AN_ARRAY", received, message: `expected an array of a known memory type (ndarray, tape), received ${received}.` });
    });

  it("are thrown by what asks for an array", () => {
    expect(() => runtime.spec("image")).toThrow(expect.objectContaining({ code: "NOT_AN_ARRAY" }));
  });

  it("say what memory was asked for, and why it failed", () => {
    const cause = new Error("CUDA_ERROR_OUT_OF_MEMORY");
    const error = new OutOfMemoryError("cuda", { requestedBytes: 4096, detail: "pool is full", cause });
    expect(error).toMatchObject({ memoryType: "cuda", requestedBytes: 4096, cause, message: "cuda is out of memory for 4096 bytes: pool is full." });
    expect(new OutOfMemoryError("cuda").message).toBe("cuda is out of memory.");
    expect(isOpenHcsError(error, "OUT_OF_MEMORY")).toBe(true);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: "OUT_OF_MEMORY", requestedBytes: 4096, cause: { name: "Error", message: "CUDA_ERROR_OUT_OF_MEMORY" } });
  });

  it("name the devices that there are", () => {
    expect(new UnknownDeviceError("cuda", 2, [0, 1])).toMatchObject({ code: "UNKNOWN_DEVICE", memoryType: "cuda", device: 2, message: "cuda: device must be one of 0, 1, received 2." });
  });
});
