import type { FunctionStore, StoredSource } from "@openhcs/core";
import type { LoadFailure } from "../change-events.js";
import { loadFailure } from "../load-failure.js";
import type { Workings } from "./workings.js";

/** Notes that a source cannot be registered; what was registered of it serves on. */
export function refuse({ broken, catalogue }: Workings, store: FunctionStore, stored: StoredSource, error: unknown): LoadFailure {
  const failure = loadFailure(store, stored, error, catalogue.heldAs(store, stored.name)?.stored.hash);
  broken.add({ store, stored, failure });
  return failure;
}
