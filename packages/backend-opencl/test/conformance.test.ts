import { opencl } from "@openhcs/backend-opencl";
import { testBackend, type TestFunction } from "@openhcs/conformance";
import { test } from "vitest";

const isThorough = process.env["OPENHCS_EVERY_DTYPE"] === "1";

/** Kernels of every make: of one launch, of several, with tables, with memory in between, with numbers that come back. */
const sample = ["add", "gaussian", "median", "whiteTophat", "label", "thresholdOtsu", "fft2", "maxProjection"];

/**
 * All kernels share what allocates, launches, counts and frees, so that the rules about these are tested with a sample, and agreement with the reference
 * with all kernels, on the dtypes of images and masks. OPENHCS_EVERY_DTYPE=1 tests everything with everything; each dtype of a kernel is a program to
 * compile, which takes most of an hour on two cores.
 */
const chosen: TestFunction = (name, run, timeoutMs) => {
  const [, kernel] = /^opencl: (\w+) on opencl: /.exec(name) ?? [];
  const isChosen = isThorough || kernel === undefined || sample.includes(kernel) || name.endsWith(": agrees with the reference");
  if (isChosen) test(name, run, timeoutMs);
};

testBackend(() => opencl(), chosen, { ...(isThorough ? {} : { dtypes: ["bool", "uint8", "uint16", "float32"] }), limitMs: 120_000, timeoutMs: isThorough ? 1_800_000 : 300_000 });
