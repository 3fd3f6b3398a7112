import { webgpu, type WebGpuOptions } from "@openhcs/backend-webgpu";
import { createRuntime, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { onTestFinished, type TestContext } from "vitest";

const verdict = await webgpu().probe();

/** Why there is no adapter here, if there is none. */
export const missing = typeof verdict === "object" && "reason" in verdict ? verdict.reason : undefined;

/** A runtime with the backend alone, closed with the test; skips with the probe's reason where there is no adapter, except where backends are required. */
export async function openRuntime(context: TestContext, options: WebGpuOptions = {}): Promise<Runtime> {
  if (missing !== undefined) {
    if (process.env["OPENHCS_REQUIRE_NATIVE"] === "1") throw new Error(`WebGPU is required here, and not available: ${missing}`);
    context.skip(missing);
  }
  const runtime = await createRuntime({ backends: [webgpu(options)], functions });
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  return runtime;
}
