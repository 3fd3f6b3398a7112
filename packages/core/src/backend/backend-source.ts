import type { Backend } from "./backend.js";
import { BackendLoadError } from "./backend-errors.js";
import { isBackendFactory, type BackendFactory } from "./define-backend.js";

/** A backend as a value, or the name of a package that brings one. */
export type BackendSource = Backend | string;

/** The backend that a module's only factory gives without options. @throws BackendLoadError */
export function backendOf(packageName: string, module: unknown): Backend {
  const exports = Object.values((module ?? {}) as Record<string, unknown>);
  const factories = new Set(exports.filter(isBackendFactory));
  const [factory] = factories;
  if (factory === undefined) throw new BackendLoadError(packageName, "exports no backend factory; make one with defineBackend.");
  if (factories.size > 1) throw new BackendLoadError(packageName, `exports ${factories.size} backend factories; its manifest's module must export one.`);
  return (factory as BackendFactory)();
}
