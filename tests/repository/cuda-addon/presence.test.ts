import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildStub, inProcess, missing } from "./stub-driver.js";

const errorOf = `let said; try { addon.devices(options); } catch ({ code, status, message }) { said = { code, status, message }; }; return said;`;

describe.skipIf(missing)(`the CUDA driver ${missing || ""}`, () => {
  let stub: ReturnType<typeof buildStub>;
  beforeAll(() => { stub = buildStub(); });
  afterAll(() => stub.remove());

  it("lists devices with what they can do", () => {
    const { result } = inProcess(stub, "return addon.devices(options);");
    expect(result).toMatchObject([{ name: "Stub A" }, { name: "Stub B" }]);
    expect(result).toMatchObject([{
      vendor: "NVIDIA", platform: "CUDA", driver: "12.4", uuid: "GPU-00112233-4455-6677-8899-aabbccddee00", kind: "gpu", architecture: "sm_90", memoryBytes: 2 ** 30,
      mostAllocationBytes: 2 ** 30, localBytes: 49152, computeUnits: 132, mostGroupSize: 1024, lanes: 32, fp64: true, sharesHostMemory: false,
    }, { uuid: "GPU-00112233-4455-6677-8899-aabbccddee01" }]);
  });

  it("is found by its usual name", () => {
    const { result } = inProcess(stub, "return addon.devices().length;", { LD_LIBRARY_PATH: stub.folder });
    expect(result).toBe(2);
  });

  it("is said to be missing where no library is there", () => {
    const { result } = inProcess({ ...stub, library: "/nowhere/libcuda.so.1" }, errorOf);
    expect(result).toMatchObject({ code: "NO_DRIVER", message: expect.stringMatching(/^cuda: no driver that can be used: \/nowhere\/libcuda\.so\.1: cannot open/) });
  });

  it("is refused where the library is something else, or broken", () => {
    const library = join(stub.folder, "text.so");
    writeFileSync(library, "no library");
    expect(inProcess({ ...stub, library }, errorOf).result).toMatchObject({ code: "NO_DRIVER", message: expect.stringContaining("text.so: file too short") });
    expect(inProcess({ ...stub, library: "libm.so.6" }, errorOf).result).toMatchObject({ code: "NO_DRIVER", message: expect.stringContaining("libm.so.6 lacks cuInit") });
  });

  it("is refused where an entry point is missing, which is named", () => {
    const older = buildStub(["cuDevicePrimaryCtxRelease_v2"]);
    try {
      expect(inProcess(older, errorOf).result).toMatchObject({ code: "NO_DRIVER", message: expect.stringMatching(/lacks cuDevicePrimaryCtxRelease_v2, which drivers since CUDA 11\.0 have/) });
    } finally {
      older.remove();
    }
  });

  it("is refused where it is too old, with its version", () => {
    expect(inProcess(stub, errorOf, { STUB_CUDA_VERSION: "10020" }).result).toMatchObject({ code: "NO_DRIVER", message: expect.stringContaining("it serves CUDA 10.2, and 11.0 or newer is needed") });
  });

  it.each([
    [3, "NO_DRIVER", "CUDA_ERROR_NOT_INITIALIZED"], [35, "NO_DRIVER", "CUDA_ERROR_INSUFFICIENT_DRIVER"], [100, "NO_DEVICE", "CUDA_ERROR_NO_DEVICE"],
    [803, "NO_DRIVER", "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"], [999, "NO_DRIVER", "CUDA_ERROR_UNKNOWN (unknown error)"], [12345, "NO_DRIVER", "CUDA_ERROR_12345"],
  ])("says why it does not start: %i", (status, code, name) => {
    const { result } = inProcess(stub, errorOf, { STUB_CUDA_FAIL: `cuInit:1:${status}` });
    expect(result).toMatchObject({ code, status: name.split(" ")[0], message: expect.stringContaining(name) });
  });

  it("says that it lists no device, and what hides them", () => {
    const { result } = inProcess(stub, errorOf, { STUB_CUDA_DEVICES: "0", CUDA_VISIBLE_DEVICES: "-1" });
    expect(result).toMatchObject({ code: "NO_DEVICE", message: 'cuda: the driver lists no device (CUDA_VISIBLE_DEVICES is "-1").' });
  });

  it("has no device of an index beyond the last", () => {
    expect(inProcess(stub, "return codeOf(() => addon.open(2, options));").result).toBe("NO_DEVICE");
  });

  it("opens devices by `open` alone", () => {
    expect(inProcess(stub, `const device = addon.open(0, options); try { new device.constructor(); } catch ({ message }) { return message; } finally { device.close(); }`).result).toBe("devices are opened by `open`.");
  });

  it("is asked again after it failed, and two libraries are two drivers", () => {
    const other = join(stub.folder, "other.so");
    copyFileSync(stub.library, other);
    const { result } = inProcess(stub, `
      process.env.STUB_CUDA_FAIL = "cuInit:1:999";
      const first = await codeOf(() => addon.devices(options));
      process.env.STUB_CUDA_FAIL = "";
      return [first, addon.devices(options).length, addon.devices({ library: ${JSON.stringify(other)} }).length];`);
    expect(result).toEqual(["NO_DRIVER CUDA_ERROR_UNKNOWN", 2, 2]);
  });
});
