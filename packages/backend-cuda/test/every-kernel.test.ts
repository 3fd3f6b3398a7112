import { cuda } from "@openhcs/backend-cuda";
import { backendCases, runCase } from "@openhcs/conformance";
import { isOpenHcsError } from "@openhcs/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { buildStub, missing } from "../../../tests/repository/cuda-addon/stub-driver.js";
import { withoutCompiler } from "./nvrtc.js";

const unusable = missing || withoutCompiler;

/** All elementwise functions, launched by the same lines, are compiled at once by kernel-sources.test.ts; these have two arrays, numbers, three arrays, and another dtype. */
const elementwiseSample = ["add", "clip", "where", "greater"];
const left = (cuda().kernels ?? []).filter((kernel) => kernel.fusable === true && !elementwiseSample.includes(kernel.function)).map((kernel) => `${kernel.function} on cuda: `);

// One call per function and parameter set, so that NVRTC compiles every kernel's sources. What kernels compute is tested where there is a device.
describe.skipIf(unusable)(`every kernel is compiled by NVRTC and launched on a driver without a device ${unusable || ""}`, () => {
  let stub: ReturnType<typeof buildStub>;
  beforeAll(() => {
    stub = buildStub();
    process.env["STUB_CUDA_CAPABILITY"] = "52"; // The least, which has the fewest instructions.
  });
  afterAll(() => {
    delete process.env["STUB_CUDA_CAPABILITY"];
    stub.remove();
  });

  const perKernel = ({ name }: { readonly name: string }) => name.endsWith("never writes to its inputs") && !left.some((head) => name.startsWith(head));
  for (const each of backendCases(() => cuda()).filter(perKernel)) {
    it(each.name, async ({ skip }) => {
      // Nothing is computed, and the histogram of nothing may have no threshold.
      const reason = await runCase(each, () => cuda({ library: stub.library, cacheFolder: false }), { dtypes: ["float32"] }).catch((error: unknown) => {
        if (!isOpenHcsError(error, "NO_THRESHOLD")) throw error;
        return undefined;
      });
      if (reason !== undefined) skip(reason);
    });
  }
});
