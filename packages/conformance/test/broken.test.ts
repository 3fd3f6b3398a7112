import { describe, expect, it } from "vitest";
import { backendCases, runCase } from "@openhcs/conformance";
import { brokenBackends } from "./broken/broken-backends.js";
import { brokenKernels } from "./broken/broken-kernels.js";
import { brokenMemory } from "./broken/broken-memory.js";
import { brokenTransfers } from "./broken/broken-transfers.js";
import { crateWith, scaleBy } from "./crate.js";

const options = { functions: [scaleBy], limitMs: 1_000 };

describe("the suite notices", () => {
  for (const { what, members, failing, message } of [...brokenBackends, ...brokenTransfers, ...brokenMemory, ...brokenKernels]) {
    it(what, async () => {
      const backend = crateWith(members);
      const found = backendCases(backend, options).find(({ name }) => name === failing);
      expect(found, `the suite has no test "${failing}"`).toBeDefined();
      await expect(runCase(found as NonNullable<typeof found>, backend, options)).rejects.toThrow(message);
    }, 30_000);
  }
});
