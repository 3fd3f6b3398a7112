import { onTestFinished, vi } from "vitest";

/** Counts timers of so many milliseconds that begin from now on, and those of them that were not cleared: the test runner has timers of its own. */
export function timersOf(ms: number): () => { readonly begun: number; readonly left: number } {
  const [begin, clear] = [vi.spyOn(globalThis, "setTimeout"), vi.spyOn(globalThis, "clearTimeout")];
  onTestFinished(() => [begin, clear].forEach((spy) => spy.mockRestore()));
  return () => {
    const begun = begin.mock.results.filter((_, at) => begin.mock.calls[at]?.[1] === ms).map(({ value }) => value as unknown);
    const cleared = new Set(clear.mock.calls.map(([timer]) => timer as unknown));
    return { begun: begun.length, left: begun.filter((timer) => !cleared.has(timer)).length };
  };
}
