import { satisfies } from "semver";
import type { Backend } from "./backend.js";
import { IncompatibleBackendError } from "./backend-errors.js";
import { contractVersion } from "./contract-version.js";

/** @throws IncompatibleBackendError naming both ranges */
export function checkContract({ name, contract }: Backend): void {
  if (typeof contract === "string" && satisfies(contractVersion, contract)) return;
  throw new IncompatibleBackendError(name, String(contract), contractVersion);
}
