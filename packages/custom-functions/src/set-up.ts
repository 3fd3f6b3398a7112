import { AsyncLocalStorage } from "node:async_hooks";
import { GuardedEmitter, installCallCarrier, LOGGER, memoryStore, type AmbientCall } from "@openhcs/core";
import { defaultLimits } from "@openhcs/isolation";
import { Bodies } from "./body/bodies.js";
import { tightest } from "./call-limits.js";
import { BrokenSources } from "./broken-sources.js";
import { Catalogue } from "./catalogue.js";
import type { CustomFunctionEvents } from "./change-events.js";
import type { ManagerOptions } from "./manager-options.js";
import type { Workings } from "./operations/workings.js";
import { Publisher } from "./publisher.js";
import { Trust } from "./signing/trust.js";
import { Readings } from "./source/readings.js";
import { Preparer } from "./source/preparer.js";

/** Wires the parts of a manager together. Nothing is started. */
export function setUp({ runtime, stores = [], trust: policy = {}, imports = [], modules = {}, isolation = {}, limits: given, readingsCache }: ManagerOptions): { readonly workings: Workings; readonly bodies: Bodies } {
  installCallCarrier(new AsyncLocalStorage<AmbientCall>());
  const logger = runtime.container.resolve(LOGGER);
  const events = new GuardedEmitter<CustomFunctionEvents>((event, error) => { logger.warn(`a listener of "${event}" failed`, error); });
  const limits = tightest({ ...defaultLimits, ...isolation.limits, ...given });
  const memory = memoryStore();
  const broken = new BrokenSources();
  const catalogue = new Catalogue(broken);
  const trust = new Trust(policy, stores, memory);
  const bodies = new Bodies({ runtime, modules, isolation });
  const readings = new Readings(readingsCache);
  const workings: Workings = {
    runtime, stores, memory, catalogue, broken, readings, trust, events, logger, childrenOf: (hash) => bodies.childrenOf(hash),
    preparer: new Preparer({ runtime, trust, bodies, imports, limits, readings }),
    publisher: new Publisher({ catalogue, broken, functions: runtime.functions, logger, emit: (changed) => { events.emit("changed", changed); } }),
  };
  return { workings, bodies };
}
