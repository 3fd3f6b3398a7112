import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Verdict } from "@openhcs/core";
import { skip, type Check } from "../check.js";

/** What is quick, also where the author allows a probe more. */
const quickMs = 5_000;

/** A probe answers, always alike, and soon; never does it throw. */
export const probe: Check = ({ backend }) => [
  {
    name: "probe answers true, the devices, or a reason, and never throws",
    async run(subject) {
      assertVerdict(await subject.probe());
    },
  },
  {
    name: "probe gives the same answer every time",
    async run(subject) {
      const first = await subject.probe();
      for (let i = 0; i < 5; i++) {
        const again = await subject.probe();
        assert.ok(isDeepStrictEqual(again, first), `first ${JSON.stringify(first)}, then ${JSON.stringify(again)}`);
      }
    },
  },
  {
    name: "probe is quick",
    async run(subject) {
      const limitMs = Math.min(quickMs, subject.limitMs);
      await subject.probe();
      const start = performance.now();
      await subject.probe();
      const tookMs = performance.now() - start;
      assert.ok(tookMs <= limitMs, `it took ${Math.round(tookMs)} ms, more than ${limitMs} ms`);
    },
  },
  {
    name: "what its answer depends on is a text that stays the same, beside a version",
    async run(subject) {
      if (backend.fingerprint === undefined) skip("has no fingerprint, so no answer is kept");
      const fingerprint = subject.backend.fingerprint?.();
      assert.ok(typeof fingerprint === "string" && fingerprint !== "", `a fingerprint is text, not ${String(fingerprint)}`);
      assert.equal(subject.backend.fingerprint?.(), fingerprint, "the second fingerprint");
      assert.ok(backend.version !== undefined, "without a version answers of older releases would be kept");
    },
  },
];

function assertVerdict(verdict: Verdict): void {
  if (verdict === true) return;
  assert.ok(typeof verdict === "object" && verdict !== null, `a verdict is true, { devices } or { reason }, not ${String(verdict)}`);
  if ("devices" in verdict) {
    assert.ok(verdict.devices.length > 0, "no devices: give the reason instead");
    for (const device of verdict.devices) {
      assert.ok(typeof device.name === "string" && device.name !== "", `a device without a name: ${JSON.stringify(device)}`);
    }
    return;
  }
  assert.ok(typeof verdict.reason === "string" && verdict.reason.trim() !== "", `no reason: ${JSON.stringify(verdict)}`);
  assert.ok(["string", "undefined"].includes(typeof verdict.remedy), `a remedy is text, not ${String(verdict.remedy)}`);
}
