export { Skipped, type Case } from "./check.js";
export { compareOutputs, relaxed } from "./compare/agreement.js";
export { backendCases, runCase, testBackend, type TestBackendOptions } from "./test-backend.js";
export type { TestContext, TestFunction } from "./test-function.js";
export type { Reopen, StoreCase } from "./store-case.js";
export { runStoreCase, storeCases, testStore, type MakeStore, type StoreSuiteOptions, type TestStoreOptions } from "./test-store.js";
