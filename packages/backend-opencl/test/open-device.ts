import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { opencl, type OpenClOptions } from "@openhcs/backend-opencl";
import { DeviceWork, type DeviceSession } from "@openhcs/device";
import { onTestFinished, type TestContext } from "vitest";

/** A session of the backend, closed with the test; skips with the probe's reason where there is no device, except where backends are required. */
export async function openSession(context: TestContext, options: OpenClOptions = {}): Promise<DeviceSession> {
  const backend = opencl({ cacheFolder: false, ...options });
  const verdict = await backend.probe();
  if (verdict !== true && "reason" in verdict) {
    if (process.env.OPENHCS_REQUIRE_NATIVE === "1") throw new Error(`OpenCL is required here, and not available: ${verdict.reason}`);
    context.skip(verdict.reason);
  }
  const session = await backend.open();
  onTestFinished(() => session.close());
  return session;
}

/** Work on the first device. */
export async function openWork(context: TestContext, options: OpenClOptions = {}): Promise<DeviceWork> {
  const session = await openSession(context, options);
  const work = new DeviceWork(session.device(0), new AbortController().signal);
  onTestFinished(() => work.end([])); // Hooks run newest first: before the session is closed.
  return work;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "openhcs-opencl-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
