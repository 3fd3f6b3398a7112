import { satisfies } from "semver";
import { isReservedName } from "../backend/check-backend.js";
import { contractVersion } from "../backend/contract-version.js";
import { display } from "../function/display.js";
import { isLibraryFactory } from "./define-library.js";
import type { Library } from "./library.js";
import { InvalidLibraryError } from "./library-errors.js";

/** Holds what a host gives as a library against the contract. @throws InvalidLibraryError */
export function checkLibrary(library: unknown): asserts library is Library {
  if (isLibraryFactory(library)) throw new InvalidLibraryError(library.name || "library", "is a factory, not a library; call it");
  if (typeof library !== "object" || library === null) throw new InvalidLibraryError("library", `must be an object, received ${display(library)}`);
  const { name, version, module, contract, fingerprint, load, scan, call } = library as Readonly<Record<string, unknown>>;
  const shown = typeof name === "string" && name !== "" ? name : "library";
  const rules: readonly (readonly [holds: boolean, member: string, rule: string, value: unknown])[] = [
    [typeof name === "string" && /^[A-Za-z][\w.-]*$/.test(name), "name", "must be a letter, then letters, digits, \"_\", \".\" or \"-\"", name],
    [!isReservedName(name), "name", "must be none that keys use otherwise", name],
    [typeof version === "string" && version !== "", "version", "must be a text that is not empty", version],
    [module === undefined || (typeof module === "string" && URL.canParse(module)), "module", "must be a URL, such as import.meta.url", module],
    [fingerprint === undefined || typeof fingerprint === "function", "fingerprint", "must be a function", fingerprint],
    [typeof load === "function", "load", "must be a function", load],
    [typeof scan === "function", "scan", "must be a function", scan],
    [typeof call === "function", "call", "must be a function", call],
  ];
  for (const [holds, member, rule, value] of rules) if (!holds) throw new InvalidLibraryError(shown, `"${member}" ${rule}, received ${display(value)}`);
  if (typeof contract === "string" && satisfies(contractVersion, contract)) return;
  throw new InvalidLibraryError(shown, `works with contract versions ${String(contract)}; this core offers ${contractVersion}. Install versions of the two that go together`);
}
