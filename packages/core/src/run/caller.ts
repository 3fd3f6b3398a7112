import type { UnavailableBackend } from "../backend/backend.js";
import type { RawKernelSource } from "../backend/raw-kernel.js";
import type { FunctionEntry, FunctionReference } from "../function/entry.js";
import { memoryTypesOf } from "../function/metadata.js";
import type { CallPlanner } from "../plan/planner.js";
import type { PlannedCall } from "../plan/planned-call.js";
import type { Registry } from "../registry/registry.js";
import type { EventSink } from "../runtime/events.js";
import { BodyContext, type BodyCall, type BodyServices } from "./body-context.js";
import type { CallOptions } from "./call-options.js";
import type { CallRecord, CallResult } from "./call-record.js";
import { Executor } from "./executor.js";
import { HandedArrays } from "./handed-arrays.js";
import { limitsOf, underBoth } from "./limits.js";
import { insistedBackend, prepareCall, prepareEntry, resolveFunction, type PreparedCall } from "./prepare.js";
import { findRawKernel, rawKernelEntry } from "./raw-kernel-call.js";
import type { RawKernelOptions } from "./raw-kernel.js";
import { checkLaunch } from "./raw-launch.js";
import { asOutOfMemory } from "./out-of-memory.js";
import { RecordDraft } from "./record-draft.js";
import { refusePaths } from "./refuse-paths.js";
import type { RunServices } from "./run-services.js";

export interface CallerServices extends RunServices {
  readonly functions: Registry<FunctionEntry>;
  readonly unavailable: () => readonly UnavailableBackend[];
  readonly planner: () => CallPlanner;
  readonly emit: EventSink;
}

/** Steps that one kernel runs. */
export interface FusedCall {
  /** The kernel as a call of its own. */
  readonly plan: PlannedCall;
  /** The records of the steps, from that of the kernel; the first takes its id. */
  split(whole: CallRecord, nextId: () => string): readonly CallRecord[];
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
  readonly #bodies: BodyServices = {
    progress: (call, fraction, message) => this.#progress(call, fraction, message),
    log: ({ draft: { id, key } }, level, text) => this.#services.emit("log", { call: id, key, level, text }),
    runWithin: (call, fn, args, own) => this.#runWithin(call, fn, args, own),
    runRawKernel: (call, kernel, args, own) => this.#runRawKernel(call, kernel, args, own),
  };
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
  callPlanned(prepared: PreparedCall, plan: PlannedCall, parent?: CallRecord[], fallback?: string): Promise<CallResult> {
    return this.record(prepared.request.entry.key, prepared.request.options, parent, (draft) => {
      draft.fallback = fallback;
      return this.#run(prepared, plan, draft);
    });
  }

  /**
   * Several steps by one kernel, and a record of each, also where they fail; returns its result.
   *
   * Where memory runs out nothing is tried again and nothing recorded: then the steps are called one by one.
   * @throws OutOfMemoryError, and what any call throws
   */
  async callFused(prepared: PreparedCall, fused: FusedCall, parent: CallRecord[]): Promise<unknown> {
    const draft = this.#draft(fused.plan.key, prepared.request.options);
    const publish = (whole: CallRecord) => {
      for (const record of fused.split(whole, () => this.#id())) this.#publish(record, parent);
    };
    try {
      const { value, record } = await this.#run(prepared, fused.plan.forRequest(prepared.request), draft, 1);
      publish(record);
      return value;
    } catch (error) {
      if (asOutOfMemory(error, fused.plan.memoryType) === undefined) publish(this.#fail(draft, error));
      throw error;
    }
  }

  plan(fn: FunctionReference, args: readonly unknown[], options: CallOptions = {}): PlannedCall {
    return this.#services.planner().plan(prepareCall(fn, args, options, this.#services).request);
  }

  /** Work that leaves a record, also when it fails. */
  async record(key: string, options: CallOptions, parent: CallRecord[] | undefined, work: (draft: RecordDraft) => Promise<CallResult>): Promise<CallResult> {
    const draft = this.#draft(key, options);
    try {
      const result = await work(draft);
      this.#publish(result.record, parent);
      return result;
    } catch (error) {
      this.#publish(this.#fail(draft, error), parent);
      throw error;
    }
  }

  #id(): string {
    return `c${this.#next++}`;
  }

  #draft(key: string, options: CallOptions): RecordDraft {
    return new RecordDraft(this.#id(), key, options, this.#services.clock, this.#services.identities);
  }

  #fail(draft: RecordDraft, error: unknown): CallRecord {
    const failed = draft.fail(error);
    if (typeof error === "object" && error !== null) records.set(error, failed);
    return failed;
  }

  #publish(record: CallRecord, parent: CallRecord[] | undefined): void {
    parent?.push(record);
    this.#services.emit("call", record);
  }

  #run(prepared: PreparedCall, planned: PlannedCall | undefined, draft: RecordDraft, mostAttempts?: number): Promise<CallResult> {
    const { request, arrays } = prepared;
    const { entry, options } = request;
    draft.called(arrays, request.parameters, request.specs);
    const limits = limitsOf(entry.key, options);
    limits.check();
    const plan = planned ?? this.#services.planner().plan(request);
    const handed = new HandedArrays(this.#services.identities);
    const context = new BodyContext({ entry, options, limits, draft, handed }, this.#bodies);
    const planForHost = () => this.#hostPlan(prepared);
    const work = this.#executor.execute({ plan, arrays, limits, draft, handed, context, planForHost, ...(mostAttempts === undefined ? {} : { mostAttempts }) });
    if (limits.binding === undefined) return work;
    this.#services.track(work);
    return limits.guard(work, ({ outputs }) => Object.values(outputs).forEach((output) => this.#services.identities.discard(output)));
  }

  /** The cheapest way on host arrays, all routes allowed: running there is better than not running. */
  #hostPlan({ request }: PreparedCall): PlannedCall | undefined {
    const { on: _, ...options } = request.options;
    return this.#services.planner().ways({ ...request, options }).find(({ memoryType }) => memoryType === "ndarray");
  }

  /** A function called from a body runs in this runtime, by what the caller allows, and gives its main output in the body's memory type. */
  async #runWithin({ entry, options, limits, draft, handed }: BodyCall, fn: FunctionReference, args: readonly unknown[], own: CallOptions = {}): Promise<unknown> {
    return underBoth(own.signal, limits.binding, async (signal) => {
      refusePaths(entry, resolveFunction(fn, this.#services).entry, args);
      const { value, outputs } = await this.call(fn, args, { ...this.#inherited(options, fn), ...own, signal }, draft.calls);
      this.#services.identities.discardBut(value, outputs);
      const result = await this.#inMemoryType(value, memoryTypesOf(entry.definition).execution, options, signal ?? limits.signal);
      handed.add(result);
      return result;
    });
  }

  /** A kernel of the body's own, recorded as a call within the call; what it writes comes back as that of a function does. */
  async #runRawKernel({ entry, options, limits, draft, handed }: BodyCall, source: RawKernelSource, args: Readonly<Record<string, unknown>>, own: RawKernelOptions): Promise<unknown> {
    const { on: _, ...inherited } = this.#inherited(options, entry.key);
    const { identities } = this.#services;
    return underBoth(undefined, limits.binding, async (signal) => {
      const { backend, kernel } = findRawKernel(source, this.#services);
      const launch = checkLaunch(kernel, args, own, (value) => identities.find(value));
      const ran = rawKernelEntry(source.memoryType, { backend, kernel, launch }, this.#services);
      const positional = Object.keys(launch.inputs).length === 0 ? [launch.numbers] : [undefined, { ...launch.inputs, ...launch.numbers }];
      const callOptions: CallOptions = { ...inherited, ...(signal === undefined ? {} : { signal }) };
      const { outputs } = await this.record(ran.key, callOptions, draft.calls, (within) => this.#run(prepareEntry(ran, positional, callOptions, identities), undefined, within));
      const given: Record<string, unknown> = {};
      for (const name in outputs) {
        given[name] = await this.#inMemoryType(outputs[name], memoryTypesOf(entry.definition).execution, options, signal ?? limits.signal);
        handed.add(given[name]);
      }
      const values = Object.values(given);
      return values.length === 1 ? values[0] : given;
    });
  }

  /** Insisting on the reference holds for calls within, unless their key names a backend. */
  #inherited({ on, allowHostRoundtrip, onOutOfMemory }: CallOptions, fn: FunctionReference): CallOptions {
    return {
      ...(on === "reference" && insistedBackend(fn, this.#services) === undefined ? { on } : {}),
      ...(allowHostRoundtrip === undefined ? {} : { allowHostRoundtrip }),
      ...(onOutOfMemory === undefined ? {} : { onOutOfMemory }),
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

  #progress({ draft, options }: BodyCall, fraction: number, message?: string): void {
    const progress = message === undefined ? { fraction } : { fraction, message };
    options.onProgress?.(progress);
    this.#services.emit("progress", { call: draft.id, key: draft.key, ...progress });
  }
}
