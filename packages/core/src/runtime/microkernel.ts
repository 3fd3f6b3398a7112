import type { DependencyContainer } from "tsyringe";
import type { Backend } from "../backend/backend.js";
import { Sessions } from "../backend/sessions.js";
import { BACKENDS, CLOCK, EVENT_SINK, LOGGER, PLANNER, PROBE_CACHE } from "../di/tokens.js";
import { GuardedEmitter } from "../events/guarded-emitter.js";
import type { FunctionDefinition } from "../function/definition.js";
import { isFunctionReference, sameEntry, type FunctionEntry, type FunctionReference } from "../function/entry.js";
import { camelCaseKey, formatKey } from "../function/key.js";
import { definitionOf } from "../function/live-function.js";
import { matches, metadataOf, type FunctionMetadata } from "../function/metadata.js";
import { resolveKey } from "../function/resolve.js";
import type { Tagged } from "../function/tag.js";
import type { ArraySpec } from "../memory/array-spec.js";
import { Ledger, withPools, type MemoryReport } from "../memory/ledger.js";
import type { MemoryType } from "../memory/memory-type.js";
import { ndarrayType } from "../memory/ndarray-type.js";
import { PatternRunner } from "../pattern/pattern-runner.js";
import type { Pattern } from "../pattern/pattern.js";
import { Planner } from "../plan/planner.js";
import { Registry } from "../registry/registry.js";
import type { CallOptions } from "../run/call-options.js";
import type { CallResult } from "../run/call-record.js";
import { Caller } from "../run/caller.js";
import { Identities } from "../run/identities.js";
import { RuntimeClosedError } from "../run/run-errors.js";
import { TransferGraph, type TransferEdge } from "../transfer/graph.js";
import { Mover } from "../transfer/mover.js";
import type { Route } from "../transfer/route.js";
import { ArrayMoves } from "./array-moves.js";
import { BackendRoster } from "./backend-roster.js";
import type { RuntimeEventMap } from "./events.js";
import type { FunctionKey } from "./inference.js";
import type { AvailableBackend, ListFilter, MoveOptions, PatternInput, RouteOptions, Runtime, UnavailableBackend } from "./runtime.js";

export interface MicrokernelLimits {
  readonly probeTimeoutMs: number;
  /** How long closing waits for calls and backends that hang. */
  readonly closeTimeoutMs: number;
}

/** The runtime: wires registries, graph, planner and caller together and owns their lives. */
export class Microkernel implements Runtime {
  readonly backends = new Registry<Backend>({ kind: "backend", whereTaken: "remove it first with removeBackend" });
  readonly memoryTypes = new Registry<MemoryType>({ kind: "memory type" });
  readonly functions = new Registry<FunctionEntry>({ kind: "function", same: sameEntry, respell: camelCaseKey });
  readonly events: GuardedEmitter<RuntimeEventMap>;
  readonly container: DependencyContainer;
  /** @internal How backends come and go. */
  readonly roster: BackendRoster;
  readonly #sessions: Sessions;
  readonly #ledger = new Ledger();
  readonly #graph: TransferGraph;
  readonly #caller: Caller;
  readonly #patterns: PatternRunner;
  readonly #moves: ArrayMoves;
  readonly #limits: MicrokernelLimits;
  readonly #underWay = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(container: DependencyContainer, limits: MicrokernelLimits) {
    this.container = container;
    this.#limits = limits;
    this.#sessions = new Sessions(limits.closeTimeoutMs);
    this.events = new GuardedEmitter((event, error) => container.resolve(LOGGER).warn(`a listener of "${event}" failed`, error));
    this.memoryTypes.register("ndarray", ndarrayType);
    container.register(BACKENDS, { useFactory: () => [...this.backends] });
    this.roster = new BackendRoster({
      backends: this.backends, memoryTypes: this.memoryTypes, sessions: this.#sessions, emit: this.#emit, idle: () => this.#idle(),
      warn: (message, error) => container.resolve(LOGGER).warn(message, error),
      probing: () => ({ cache: container.resolve(PROBE_CACHE), timeoutMs: limits.probeTimeoutMs }),
    });
    this.#graph = new TransferGraph(this.memoryTypes, this.backends);
    const planner = new Planner(this.#graph, this.backends, () => this.unavailable);
    if (!container.isRegistered(PLANNER)) container.registerInstance(PLANNER, planner);
    const identities = new Identities(this.memoryTypes);
    const mover = new Mover(this.memoryTypes, this.#sessions, this.#ledger);
    const services = {
      memoryTypes: this.memoryTypes, backends: this.backends, functions: this.functions, graph: this.#graph,
      unavailable: () => this.unavailable, identities, mover, sessions: this.#sessions, ledger: this.#ledger,
      clock: container.resolve(CLOCK),
      planner: () => container.resolve(PLANNER),
      emit: this.#emit,
      track: (work: Promise<unknown>) => this.#track(work),
      trim: () => this.roster.trim(),
    };
    this.#caller = new Caller(services);
    this.#patterns = new PatternRunner(this.#caller, services);
    this.#moves = new ArrayMoves(services);
    this.functions.events.on("changed", (change) => this.#emit("functionsChanged", change));
  }

  get available(): readonly AvailableBackend[] {
    return this.roster.available;
  }

  get unavailable(): readonly UnavailableBackend[] {
    return this.roster.unavailable;
  }

  get transfers(): readonly TransferEdge[] {
    return this.#graph.edges();
  }

  async run(target: FunctionReference | Pattern, first?: unknown, parameters?: unknown, options?: CallOptions): Promise<any> {
    return (await this.call(target, first, parameters, options)).value;
  }

  call(target: FunctionReference | Pattern, first?: unknown, parameters?: unknown, options: CallOptions = {}): Promise<CallResult<any>> {
    if (this.#closing !== undefined) return Promise.reject(new RuntimeClosedError());
    const work = isFunctionReference(target)
      ? this.#caller.call(target, [first, parameters], options)
      : this.#patterns.call(target, first as PatternInput, parameters as Readonly<Record<string, unknown>> | undefined, options);
    this.#track(work);
    return work;
  }

  plan(target: FunctionReference | Pattern, first?: unknown, parameters?: unknown, options: CallOptions = {}): any {
    return isFunctionReference(target)
      ? this.#caller.plan(target, [first, parameters], options)
      : this.#patterns.plan(target, first as PatternInput, parameters as Readonly<Record<string, unknown>> | undefined, options);
  }

  async to(value: unknown, memoryType: string, options: MoveOptions = {}): Promise<any> {
    if (this.#closing !== undefined) throw new RuntimeClosedError();
    return this.#moves.to(value, memoryType, options);
  }

  route(from: unknown, memoryType: string, options: RouteOptions = {}): Route {
    return this.#moves.route(from, memoryType, options);
  }

  spec(value: unknown): ArraySpec {
    return this.#moves.spec(value);
  }

  dispose(value: unknown): void {
    this.#moves.dispose(value);
  }

  memory(): readonly MemoryReport[] {
    return withPools(this.#ledger.report(), this.roster.pooled());
  }

  register(fn: Tagged | FunctionDefinition, { namespace, replace = false }: { readonly namespace?: string; readonly replace?: boolean }): string {
    const definition = definitionOf(fn);
    const key = formatKey({ name: definition.name, ...(namespace === undefined ? {} : { namespace }) });
    this.functions.register(key, { key, definition, trusted: true, ...(namespace === undefined ? {} : { namespace }) }, { replace });
    return key;
  }

  describe(key: FunctionKey): FunctionMetadata {
    const { entry } = resolveKey(key, this.functions, (namespace) => this.backends.has(namespace));
    return metadataOf(entry, this.container.resolve(PLANNER).candidates(entry).map(({ label }) => label));
  }

  list({ search, namespace, memoryType }: ListFilter = {}): readonly FunctionMetadata[] {
    return [...this.functions.names()].map((key) => this.describe(key)).filter((metadata) =>
      (search === undefined || matches(metadata, search))
      && (namespace === undefined || metadata.namespace === namespace)
      && (memoryType === undefined || Object.values(metadata.memoryTypes).includes(memoryType) || this.#hasKernelOn(memoryType, metadata.key)));
  }

  async addBackend(backend: Backend): Promise<void> {
    if (this.#closing !== undefined) throw new RuntimeClosedError();
    await this.roster.add([backend]);
  }

  async removeBackend(name: string): Promise<void> {
    await this.roster.remove(name);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.#idle();
      await this.#sessions.closeAll();
    } finally {
      this.#emit("closed");
      this.events.removeAllListeners();
      await this.container.dispose();
    }
  }

  #hasKernelOn(memoryType: string, key: string): boolean {
    return this.container.resolve(PLANNER).candidates(this.functions.get(key)).some((candidate) => candidate.memoryType === memoryType);
  }

  #track(work: Promise<unknown>): void {
    this.#underWay.add(work);
    const forget = () => { this.#underWay.delete(work); };
    work.then(forget, forget);
  }

  /** When the calls under way have ended; one that hangs is not waited for longer than the closing time limit. */
  async #idle(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, this.#limits.closeTimeoutMs); });
    await Promise.race([Promise.allSettled(this.#underWay), late]);
    clearTimeout(timer);
  }

  readonly #emit = <Name extends keyof RuntimeEventMap>(event: Name, ...payload: RuntimeEventMap[Name]): void => {
    this.events.emit(event, ...payload);
    try {
      this.container.resolve(EVENT_SINK)(event, ...payload);
    } catch (error) {
      this.container.resolve(LOGGER).warn(`the event sink failed at "${event}"`, error);
    }
  };
}
