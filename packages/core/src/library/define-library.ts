import { supportedContracts } from "../backend/contract-version.js";
import type { Library, LibrarySpec } from "./library.js";

const brand = Symbol.for("openhcs.library-factory");

/** A function of options that gives a library. */
export interface LibraryFactory<Options extends readonly unknown[] = any, Loaded = any> {
  (...options: Options): Library<Loaded>;
}

/** Turns a function from options to a plain description into a library factory, bound to this core's contract. */
export function defineLibrary<Options extends readonly unknown[], Loaded>(
  describe: (...options: Options) => LibrarySpec<Loaded>,
): LibraryFactory<Options, Loaded> {
  const factory = (...options: Options) => Object.freeze({ ...describe(...options), contract: supportedContracts, options: Object.freeze(options) });
  return Object.assign(factory, { [brand]: true });
}

export function isLibraryFactory(value: unknown): value is LibraryFactory {
  return typeof value === "function" && brand in value;
}
