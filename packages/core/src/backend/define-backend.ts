import type { Backend, BackendSpec } from "./backend.js";
import { supportedContracts } from "./contract-version.js";

const factoryBrand = Symbol.for("openhcs.backend-factory");

/** A function of options that gives a backend. */
export interface BackendFactory<Options extends readonly unknown[] = any, Session = any> {
  (...options: Options): Backend<Session>;
}

/** Turns a function from options to a plain description into a backend factory, bound to this core's contract. */
export function defineBackend<Options extends readonly unknown[], Session>(
  describe: (...options: Options) => BackendSpec<Session>,
): BackendFactory<Options, Session> {
  const factory = (...options: Options) => Object.freeze({ ...describe(...options), contract: supportedContracts });
  return Object.assign(factory, { [factoryBrand]: true });
}

export function isBackendFactory(value: unknown): value is BackendFactory {
  return typeof value === "function" && factoryBrand in value;
}
