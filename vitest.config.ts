import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes begin first, so that none of them is left over for one core in the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => /conformance|documents|generated-tests|browser\/page/.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    root: import.meta.dirname,
    pool: "forks",
    // Many tests wait for processes that they start: leaving a core free for vitest itself would idle half of two.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    // Against what hangs, and not a measure of speed: tests start processes, on machines that have other work too.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    include: ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts"],
    // What stands there is tested as its author would, by the suites that install it.
    exclude: ["tests/fixtures/**", "**/node_modules/**"],
    // Inlined, a workspace's dist would be a second copy beside the one that a native import() loads.
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//, /\/native\//] } },
    coverage: {
      provider: "v8",
      include: ["packages/*/dist/**/*.js"],
      // Runs in locked processes alone, which cannot write what they covered.
      exclude: ["packages/isolation/dist/guest/**"],
    },
  },
});
