import type { FunctionEntry, FunctionReference } from "../function/entry.js";
import { memoryTypesOf } from "../function/metadata.js";
import type { CallPlanner } from "../plan/planner.js";
import type { PlannedCall } from "../plan/planned-call.js";
import type { Registry } from "../registry/registry.js";
import type { EventSink } from "../runtime/events.js";
import type { UnavailableBackend } from "../runtime/runtime.js";
import type { CallOptions } from "./call-options.js";
import type { CallRecord, CallResult } from "./call-record.js";
import { Executor, type ReadyCall } from "./executor.js";
import { limitsOf } from "./limits.js";
import { insistedBackend, prepareCall, type PreparedCall } from "./prepare.js";
import { RecordDraft } from "./record-draft.js";
import type { RunServices } from "./run-services.js";

export interface CallerServices extends RunServices {
  readonly functions: Registry<FunctionEntry>;
  readonly unavailable: () => readonly UnavailableBackend[];
  readonly planner: () => CallPlanner;
  readonly emit: EventSink;
}

const records = new WeakMap<object, CallRecord>();

/** The record of the call that ended in this error; of calls within calls that of the outermost. */
export function recordOf(error: unknown): CallRecord | undefined {
  return typeof error === "object" && error !== null ? records.get(error) : undefined;
}

/** Makes calls: checks, plans, runs, records and reports each, and those that bodies make in turn. */
export class Caller {
  readonly #services: CallerServices;
  readonly #executor: Executor;
  #next = 1;

  constructor(services: CallerServices) {
    this.#services = services;
    this.#executor = new Executor(services);
  }

  call(fn: FunctionReference, args: readonly unknown[], options: CallOptions = {}, parent?: CallRecord[]): Promise<CallResult> {
    const key = typeof fn === "string" ? fn : fn.name;
    return this.record(key, options, parent, (draft) => this.#run(prepareCall(fn, args, options, this.#services), undefined, draft));
  }

  /** A prepared call by a plan that was made before. */
  callPlanned(prepared: PreparedCall, plan: PlannedCall, parent?: CallRecord[]): Promise<CallResult> {
    return this.record(prepared.request.entry.key, prepared.request.options, parent, (draft) => this.#run(prepared, plan, draft));
  }

  plan(fn: FunctionReference, args: readonly unknown[], options: CallOptions = {}): PlannedCall {
    return this.#services.planner().plan(prepareCall(fn, args, options, this.#services).request);
  }

  /** Work that leaves a record, also when it fails. */
  async record(key: string, options: CallOptions, parent: CallRecord[] | undefined, work: (draft: RecordDraft) => Promise<CallResult>): Promise<CallResult> {
    const { clock, identities, emit } = this.#services;
    const draft = new RecordDraft(`c${this.#next++}`, key, options, clock, identities);
    try {
      const result = await work(draft);
      parent?.push(result.record);
      emit("call", result.record);
      return result;
    } catch (error) {
      const failed = draft.fail(error);
      if (typeof error === "object" && error !== null) records.set(error, failed);
      parent?.push(failed);
      emit("call", failed);
      throw error;
    }
  }

  #run(prepared: PreparedCall, planned: PlannedCall | undefined, draft: RecordDraft): Promise<CallResult> {
    const { request, arrays } = prepared;
    const { entry, options } = request;
    draft.called(arrays, request.parameters);
    const limits = limitsOf(entry.key, options);
    limits.check();
    const plan = planned ?? this.#services.planner().plan(request);
    const within = this.#within(entry, options, limits.signal, draft);
    const call: ReadyCall = {
      plan, arrays, limits, draft,
      ambient: { runLibraryFunction: (definition, args) => within(definition, args) },
      context: {
        signal: limits.signal,
        progress: (fraction, message) => this.#progress(draft, options, fraction, message),
        run: (key, ...args) => within(key, args.slice(0, 2), args[2] as CallOptions | undefined),
      },
      planForHost: () => this.#hostPlan(prepared),
    };
    const work = this.#executor.execute(call);
    if (options.signal !== undefined || options.timeoutMs !== undefined) this.#services.track(work);
    return limits.guard(work, ({ outputs }) => Object.values(outputs).forEach((output) => this.#services.identities.discard(output)));
  }

  /** The cheapest way on host arrays, all routes allowed: running there is better than not running. */
  #hostPlan({ request }: PreparedCall): PlannedCall {
    const { on: _, ...options } = request.options;
    const ways = this.#services.planner().ways({ ...request, options });
    return ways.find(({ memoryType }) => memoryType === "ndarray") ?? this.#services.planner().plan({ ...request, options: { ...options, on: "reference" } });
  }

  /** Functions called from a body run in this runtime, by what the caller allows, and give the body's memory type. */
  #within({ definition }: FunctionEntry, { on, allowHostRoundtrip, onOutOfMemory }: CallOptions, signal: AbortSignal, draft: RecordDraft) {
    return async (fn: FunctionReference, args: readonly unknown[], own: CallOptions = {}): Promise<unknown> => {
      const options: CallOptions = {
        ...(on === "reference" && insistedBackend(fn, this.#services) === undefined ? { on } : {}),
        ...(allowHostRoundtrip === undefined ? {} : { allowHostRoundtrip }),
        ...(onOutOfMemory === undefined ? {} : { onOutOfMemory }),
        ...own, signal,
      };
      const { value } = await this.call(fn, args, options, draft.calls);
      return this.#inMemoryType(value, memoryTypesOf(definition).execution, options, signal);
    };
  }

  async #inMemoryType(value: unknown, memoryType: string, options: CallOptions, signal: AbortSignal): Promise<unknown> {
    const { identities, graph, mover } = this.#services;
    const type = identities.typeOf(value);
    if (type === undefined || type.name === memoryType) return value;
    try {
      const spec = type.spec(value);
      const route = graph.route(spec, { memoryType, device: graph.devices(memoryType)[0] ?? 0 }, options);
      return await mover.move(value, spec.memoryType, route, signal);
    } finally {
      type.dispose(value);
    }
  }

  #progress(draft: RecordDraft, { onProgress }: CallOptions, fraction: number, message?: string): void {
    const progress = message === undefined ? { fraction } : { fraction, message };
    onProgress?.(progress);
    this.#services.emit("progress", { call: draft.id, key: draft.key, ...progress });
  }
}
