import type { UnavailableBackend } from "../backend/backend.js";
import type { LogLevel } from "../function/context.js";
import type { FunctionEntry } from "../function/entry.js";
import type { GuardedEmitter } from "../events/guarded-emitter.js";
import type { RegistryChange } from "../registry/registry.js";
import type { Progress } from "../run/call-options.js";
import type { CallRecord } from "../run/call-record.js";

/** What a runtime tells, each event after the fact and headless. */
export type RuntimeEventMap = {
  /** A call ended, well or not. */
  call: [CallRecord];
  progress: [{ readonly call: string; readonly key: string } & Progress];
  /** What a body said in its call. */
  log: [{ readonly call: string; readonly key: string; readonly level: LogLevel; readonly text: string }];
  backendAdded: [{ readonly backend: string }];
  backendRemoved: [{ readonly backend: string }];
  backendUnavailable: [UnavailableBackend];
  functionsChanged: [RegistryChange<FunctionEntry>];
  closed: [];
};

export type RuntimeEvents = Pick<GuardedEmitter<RuntimeEventMap>, "on" | "once">;

export type EventSink = <Name extends keyof RuntimeEventMap>(event: Name, ...payload: RuntimeEventMap[Name]) => void;
