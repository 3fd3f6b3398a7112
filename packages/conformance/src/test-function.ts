/** The part of a test's context that both vitest and node:test have. */
export interface TestContext {
  skip(reason?: string): void;
}

/** `test` of vitest or of node:test; the latter does not read `timeoutMs`. */
export type TestFunction = (name: string, body: (context: TestContext) => Promise<void>, timeoutMs?: number) => unknown;
