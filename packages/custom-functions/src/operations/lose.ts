import type { FunctionEntry, RegistryChange } from "@openhcs/core";
import type { Workings } from "./workings.js";

/** Follows the host, who may take functions out of the registry, or put its own in their place. Their sources stay in their stores. */
export function lose({ catalogue, publisher, events }: Workings, { before }: RegistryChange<FunctionEntry>): void {
  const lost = before && catalogue.lose(before);
  if (lost === undefined) return;
  const { name, source: { prepared, stored } } = lost;
  publisher.retire([prepared]);
  events.emit("changed", Object.freeze({ kind: "deleted", functions: Object.freeze([name]), removed: Object.freeze([name]), sourceName: stored.name }));
}
