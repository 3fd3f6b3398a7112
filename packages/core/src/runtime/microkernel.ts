import type { DependencyContainer } from "tsyringe";
import type { Backend } from "../backend/backend.js";
import { checkContract } from "../backend/compatibility.js";
import { isAvailable, probe } from "../backend/probe.js";
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
import { Ledger, type MemoryReport } from "../memory/ledger.js";
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
import { TransferGraph } from "../transfer/graph.js";
import { Mover } from "../transfer/mover.js";
import type { Route } from "../transfer/route.js";
import { ArrayMoves } from "./array-moves.js";
import type { RuntimeEventMap } from "./events.js";
import type { FunctionKey, ListFilter, MoveOptions, PatternInput, RouteOptions, Runtime, UnavailableBackend } from "./runtime.js";

export interface MicrokernelLimits {
  readonly probeTimeoutMs: number;
  /** How long closing waits for calls and backends that hang. */
  readonly closeTimeoutMs: number;
}

/** The runtime: wires registries, graph, planner and caller together and owns their lives. */
export class Microkernel implements Runtime {
  readonly backends = new Registry<Backend>({ kind: "backend" });
  readonly memoryTypes = new Registry<MemoryType>({ kind: "memory type" });
  readonly functions = new Registry<FunctionEntry>({ kind: "function", same: sameEntry, respell: camelCaseKey });
  readonly events: GuardedEmitter<RuntimeEventMap>;
  readonly container: DependencyContainer;
  readonly #unavailable: UnavailableBackend[] = [];
  readonly #sessions: Sessions;
  readonly #ledger = new Ledger();
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
    const graph = new TransferGraph(this.memoryTypes, this.backends);
    const planner = new Planner(graph, this.backends, () => this.#unavailable);
    if (!container.isRegistered(PLANNER)) container.registerInstance(PLANNER, planner);
    const identities = new Identities(this.memoryTypes);
    const mover = new Mover(this.memoryTypes, this.#sessions, this.#ledger);
    const services = {
      memoryTypes: this.memoryTypes, backends: this.backends, functions: this.functions, unavailable: this.#unavailable,
      graph, identities, mover, sessions: this.#sessions, ledger: this.#ledger,
      clock: container.resolve(CLOCK),
      planner: () => container.resolve(PLANNER),
      emit: this.#emit,
      track: (work: Promise<unknown>) => this.#track(work),
      trim: () => this.#trim(),
    };
    this.#caller = new Caller(services);
    this.#patterns = new PatternRunner(this.#caller, services);
    this.#moves = new ArrayMoves(services);
    this.functions.events.on("changed", (change) => this.#emit("functionsChanged", change));
  }

  get unavailable(): readonly UnavailableBackend[] {
    return this.#unavailable;
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
    const pooled = [...this.backends].filter(({ name }) => this.#sessions.isOpen(name)).flatMap((backend) => backend.pooled?.(this.#sessions.peek(backend.name)) ?? []);
    const poolOf = (memoryType: string, device: number) => pooled.find((pool) => pool.memoryType === memoryType && pool.device === device);
    const held = this.#ledger.report();
    const onlyPooled = pooled.filter((pool) => !held.some((report) => report.memoryType === pool.memoryType && report.device === pool.device));
    return [
      ...held.map((report) => { const pool = poolOf(report.memoryType, report.device); return pool === undefined ? report : { ...report, pooledBytes: pool.pooledBytes }; }),
      ...onlyPooled.map((pool) => ({ arrays: 0, bytes: 0, ...pool })),
    ];
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
    await this.addBackends([backend]);
  }

  /** Probes side by side, adds in order. */
  async addBackends(backends: readonly Backend[]): Promise<void> {
    if (this.#closing !== undefined) throw new RuntimeClosedError();
    for (const backend of backends) checkContract(backend);
    const options = { cache: this.container.resolve(PROBE_CACHE), timeoutMs: this.#limits.probeTimeoutMs };
    const verdicts = await Promise.all(backends.map((backend) => probe(backend, options)));
    for (const [i, backend] of backends.entries()) {
      const verdict = verdicts[i] as (typeof verdicts)[number];
      if (isAvailable(verdict)) this.#admit(backend);
      else this.reportUnavailable({ backend: backend.name, ...verdict });
    }
  }

  reportUnavailable(unavailable: UnavailableBackend): void {
    this.#forgetUnavailable(unavailable.backend);
    this.#unavailable.push(unavailable);
    this.#emit("backendUnavailable", unavailable);
  }

  async removeBackend(name: string): Promise<void> {
    const backend = this.backends.get(name);
    this.backends.unregister(name);
    await this.#idle();
    for (const type of backend.memoryTypes ?? []) this.memoryTypes.unregister(type.name);
    await this.#sessions.close(name);
    this.#emit("backendRemoved", { backend: name });
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

  #forgetUnavailable(name: string): void {
    const at = this.#unavailable.findIndex(({ backend }) => backend === name);
    if (at !== -1) this.#unavailable.splice(at, 1);
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

  #admit(backend: Backend): void {
    const known = this.backends.find(backend.name);
    this.backends.register(backend.name, backend);
    if (known === backend) return;
    const admitted: string[] = [];
    try {
      for (const type of backend.memoryTypes ?? []) {
        this.memoryTypes.register(type.name, type);
        admitted.push(type.name);
      }
    } catch (error) {
      for (const name of admitted) this.memoryTypes.unregister(name);
      this.backends.unregister(backend.name);
      throw error;
    }
    this.#forgetUnavailable(backend.name);
    this.#sessions.admit(backend);
    this.#emit("backendAdded", { backend: backend.name });
  }

  /** What fails here shows in the call that ran out of memory. */
  async #trim(): Promise<void> {
    for (const backend of this.backends) {
      if (!this.#sessions.isOpen(backend.name)) continue;
      try {
        await backend.trim?.(this.#sessions.peek(backend.name));
      } catch (error) {
        this.container.resolve(LOGGER).warn(`${backend.name} failed in freeing pooled memory`, error);
      }
    }
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
