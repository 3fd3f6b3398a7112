import { AsyncLocalStorage } from "node:async_hooks";
import { installCallCarrier, type AmbientCall } from "@openhcs/core";

/** Lets library functions that user code imports find the call in whose body they run, across awaits. */
export function installNodeCallCarrier(): void {
  installCallCarrier(new AsyncLocalStorage<AmbientCall>());
}
