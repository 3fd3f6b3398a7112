import { describe, expect, it } from "vitest";
import { backendCases, runCase, type Case } from "@openhcs/conformance";
import { brokenBackends } from "./broken/broken-backends.js";
import { brokenKernels } from "./broken/broken-kernels.js";
import { brokenMemory } from "./broken/broken-memory.js";
import { brokenTransfers } from "./broken/broken-transfers.js";
import { crateWith, scaleBy } from "./crate.js";

const options = { functions: [scaleBy] };
/** What hangs or is slow is not waited for as long as what only takes its time on a busy machine. */
const isLate = (message: RegExp) => /did not settle|\d ms/.test(message.source);
const limitsOf = (message: RegExp) => (isLate(message) ? { ...options, limitMs: 1_000 } : options);
const faults = [...brokenBackends, ...brokenTransfers, ...brokenMemory, ...brokenKernels];

describe("the suite notices", () => {
  for (const { what, members, failing, message } of faults) {
    it(what, async ({ skip }) => {
      const backend = crateWith(members);
      const found = backendCases(backend, options).find(({ name }) => name === failing);
      expect(found, `the suite has no test "${failing}"`).toBeDefined();
      const ending = runCase(found as NonNullable<typeof found>, backend, limitsOf(message));
      const reason = await ending.catch(() => undefined);
      if (reason?.includes("free host memory")) skip(reason);
      await expect(ending).rejects.toThrow(message);
    });
  }

  it("some fault by every one of its tests", () => {
    const seen = new Set(faults.map(({ failing }) => failing));
    const unseen = backendCases(crateWith(), options).map(({ name }) => name).filter((name) => !seen.has(name));
    expect(unseen).toEqual([]);
  });
});

it("a backend that cannot be closed hides nothing that was found before", async () => {
  const backend = crateWith({ close: () => { throw new Error("close failed"); } });
  const run: Case["run"] = async (subject) => {
    await subject.session();
    throw new Error("the real fault");
  };
  await expect(runCase({ name: "fails", run }, backend, options)).rejects.toThrow("the real fault");
  await expect(runCase({ name: "passes", run: async (subject) => void await subject.session() }, backend, options)).rejects.toThrow("close failed");
});
