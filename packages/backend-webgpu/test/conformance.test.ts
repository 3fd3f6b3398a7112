import { webgpu } from "@openhcs/backend-webgpu";
import { testBackend, type TestFunction } from "@openhcs/conformance";
import { test } from "vitest";

const isThorough = process.env["OPENHCS_EVERY_DTYPE"] === "1";

/** Kernels of every make: of one launch, of several, with tables, with memory in between, with numbers that come back. */
const sample = ["add", "gaussian", "median", "whiteTophat", "thresholdOtsu", "maxProjection"];

/**
 * All kernels share what allocates, launches, counts and frees, so that the rules about these are tested with a sample, and agreement with the reference
 * with all kernels, on the dtypes of images and masks. OPENHCS_EVERY_DTYPE=1 tests everything with everything, arrays of more than 2³¹ bytes too, which
 * take a software driver a minute and several GiB.
 */
const chosen: TestFunction = (name, run, timeoutMs) => {
  const [, kernel] = /^webgpu: (\w+) on webgpu: /.exec(name) ?? [];
  if (!isThorough && name.includes("2³¹ bytes")) return;
  if (isThorough || kernel === undefined || sample.includes(kernel) || name.endsWith(": agrees with the reference")) test(name, run, timeoutMs);
};

testBackend(() => webgpu(), chosen, { ...(isThorough ? {} : { dtypes: ["bool", "uint8", "uint16", "float32"] }), limitMs: 120_000, timeoutMs: 300_000 });
