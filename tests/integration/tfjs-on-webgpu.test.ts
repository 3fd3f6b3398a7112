import { tfjs } from "@openhcs/backend-tfjs";
import { gpuDevice, webgpu } from "@openhcs/backend-webgpu";
import { testBackend, type TestFunction } from "@openhcs/conformance";
import { describe, test } from "vitest";

const verdict = await webgpu().probe();
const isRequired = !["", "0", undefined].includes(process.env["OPENHCS_REQUIRE_NATIVE"]);
const missing = typeof verdict === "object" && "reason" in verdict && !isRequired ? verdict.reason : undefined;

/** The engines differ in what they do with memory and numbers, and not in how kernels are called: agreement with all of them, the other rules with one. */
const chosen: TestFunction = (name, run, timeoutMs) => {
  const [, kernel] = /^tfjs: (\w+) on tfjs: /.exec(name) ?? [];
  if (kernel === undefined || kernel === "add" || name.endsWith(": agrees with the reference")) test(name, run, timeoutMs);
};

describe.skipIf(missing !== undefined)(`tfjs on WebGPU${missing === undefined ? "" : ` (${missing})`}`, () => {
  testBackend(() => tfjs({ gpu: gpuDevice() }), chosen, { limitMs: 60_000 });
});
