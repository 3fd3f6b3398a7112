import type { DependencyContainer } from "tsyringe";
import type { Backend, UnavailableBackend } from "../backend/backend.js";
import { Sessions } from "../backend/sessions.js";
import { closeContainer, disposeOf } from "../di/container.js";
import { calibrate } from "../calibration/calibrate.js";
import type { CalibrateOptions, Calibration, Subject } from "../calibration/calibration.js";
import type { CostBook } from "../calibration/cost-book.js";
import { MeasuredCosts } from "../calibration/measured-costs.js";
import { calibrationSubjects } from "../calibration/subjects.js";
import { BACKENDS, CLOCK, COST_BOOK, DEFAULT_PLANNER, EVENT_SINK, LIBRARY_SCANNER, LOGGER, PLANNER, PROBE_CACHE, SCAN_CACHE, type Logger } from "../di/tokens.js";
import { GuardedEmitter } from "../events/guarded-emitter.js";
import type { FunctionDefinition } from "../function/definition.js";
import { isFunctionReference, sameEntry, type FunctionEntry, type FunctionReference } from "../function/entry.js";
import { camelCaseKey } from "../function/key.js";
import type { FunctionMetadata } from "../function/metadata.js";
import type { Tagged } from "../function/tag.js";
import type { Library } from "../library/library.js";
import { LibraryShelf, type LibraryReport } from "../library/library-shelf.js";
import type { Interchange } from "../memory/interchange-form.js";
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
import { Handovers } from "./handovers.js";
import { BackendRoster } from "./backend-roster.js";
import type { EventSink, RuntimeEventMap } from "./events.js";
import { FunctionCatalogue } from "./function-catalogue.js";
import type { FunctionKey } from "./inference.js";
import type { AvailableBackend, HandOverOptions, TakeInOptions, ListFilter, Loan, MoveOptions, RegisterOptions, RouteOptions, Runtime } from "./runtime.js";
import { WorkUnderWay } from "./work-under-way.js";

export interface MicrokernelLimits {
  readonly probeTimeoutMs: number;
  readonly scanTimeoutMs: number;
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
  /** @internal How libraries come and go. */
  readonly shelf: LibraryShelf;
  readonly #sessions: Sessions;
  readonly #ledger = new Ledger();
  readonly #graph: TransferGraph;
  readonly #identities: Identities;
  readonly #caller: Caller;
  readonly #patterns: PatternRunner;
  readonly #moves: ArrayMoves;
  readonly #handovers: Handovers;
  readonly #catalogue: FunctionCatalogue;
  readonly #costBook: CostBook;
  readonly #costs: MeasuredCosts;
  /** What can be measured of backends, by their names. */
  readonly #subjects: (names: readonly string[] | undefined) => readonly Subject[];
  readonly #limits: MicrokernelLimits;
  readonly #work = new WorkUnderWay();
  readonly #owned: (AsyncDisposable | Disposable)[] = [];
  readonly #logger: Logger;
  readonly #sink: EventSink;
  #closing: Promise<void> | undefined;
  #closed = false;

  constructor(container: DependencyContainer, limits: MicrokernelLimits) {
    this.container = container;
    this.#limits = limits;
    this.#sessions = new Sessions(limits.closeTimeoutMs);
    this.events = new GuardedEmitter((event, error) => this.#logger.warn(`a listener of "${event}" failed`, error));
    this.memoryTypes.register("ndarray", ndarrayType);
    container.register(BACKENDS, { useFactory: () => [...this.backends] });
    this.roster = new BackendRoster({
      backends: this.backends, memoryTypes: this.memoryTypes, sessions: this.#sessions, emit: this.#emit, idle: () => this.#work.settled(limits.closeTimeoutMs),
      warn: (message, error) => this.#logger.warn(message, error),
      probing: () => ({ cache: container.resolve(PROBE_CACHE), timeoutMs: limits.probeTimeoutMs }),
      checkOpen: () => this.#checkOpen(),
    });
    this.#costBook = container.resolve(COST_BOOK);
    const costs = this.#costs = new MeasuredCosts(this.#costBook, this.backends, (backend, device) => this.roster.slowdownOf(backend, device));
    this.#graph = new TransferGraph(this.memoryTypes, this.backends, this.roster, costs);
    container.registerInstance(DEFAULT_PLANNER, new Planner(this.#graph, this.backends, this.roster, costs));
    if (!container.isRegistered(PLANNER)) container.registerInstance(PLANNER, container.resolve(DEFAULT_PLANNER));
    // Once, for calls ask for them all the time, and late ones when the container is closed.
    this.#logger = container.resolve(LOGGER);
    this.#sink = container.resolve(EVENT_SINK);
    const planner = container.resolve(PLANNER);
    const identities = this.#identities = new Identities(this.memoryTypes);
    const mover = new Mover(this.memoryTypes, this.#sessions, this.#ledger);
    const services = {
      memoryTypes: this.memoryTypes, backends: this.backends, functions: this.functions, graph: this.#graph,
      unavailable: () => this.unavailable, identities, mover, sessions: this.#sessions, ledger: this.#ledger,
      clock: container.resolve(CLOCK),
      planner: () => planner,
      emit: this.#emit,
      factsOf: (backend: Backend, device: number) => this.roster.factsOf(backend, device),
      track: (work: Promise<unknown>) => this.#work.track(work),
      trim: () => this.roster.trim(),
    };
    this.#caller = new Caller(services);
    this.#patterns = new PatternRunner(this.#caller, services);
    this.#moves = new ArrayMoves(services);
    this.#handovers = new Handovers(services, this.#moves);
    this.#catalogue = new FunctionCatalogue(services, planner);
    this.#subjects = (names) => calibrationSubjects(names, { ...services, planner, costs });
    this.shelf = new LibraryShelf({
      register: (definition, options) => this.#catalogue.register(definition, options),
      unregister: (key) => { this.functions.unregister(key); },
      scanning: () => ({ scan: container.resolve(LIBRARY_SCANNER), cache: container.resolve(SCAN_CACHE), clock: container.resolve(CLOCK), timeoutMs: limits.scanTimeoutMs }),
      checkOpen: () => this.#checkOpen(),
    });
    this.functions.events.on("changed", (change) => this.#emit("functionsChanged", change));
  }

  get available(): readonly AvailableBackend[] {
    return this.roster.available;
  }

  get unavailable(): readonly UnavailableBackend[] {
    return this.roster.unavailable;
  }

  get libraries(): readonly LibraryReport[] {
    return this.shelf.reports;
  }

  get transfers(): readonly TransferEdge[] {
    return this.#graph.edges();
  }

  async run(target: FunctionReference | Pattern, first?: unknown, parameters?: unknown, options?: CallOptions): Promise<any> {
    const { value, outputs } = await this.call(target, first, parameters, options);
    this.#identities.discardBut(value, outputs);
    return value;
  }

  call(target: FunctionReference | Pattern, first?: unknown, parameters?: unknown, options: CallOptions = {}): Promise<CallResult<any>> {
    if (this.#closing !== undefined) return Promise.reject(new RuntimeClosedError());
    const work = isFunctionReference(target)
      ? this.#caller.call(target, [first, parameters], options)
      : this.#patterns.call(target, first, parameters as Readonly<Record<string, unknown>> | undefined, options);
    this.#work.track(work);
    return work;
  }

  plan(target: FunctionReference | Pattern, first?: unknown, parameters?: unknown, options: CallOptions = {}): any {
    this.#checkOpen();
    return isFunctionReference(target)
      ? this.#caller.plan(target, [first, parameters], options)
      : this.#patterns.plan(target, first, parameters as Readonly<Record<string, unknown>> | undefined, options);
  }

  async to(value: unknown, memoryType: string, options: MoveOptions = {}): Promise<any> {
    this.#checkOpen();
    return this.#moves.to(value, memoryType, options);
  }

  async export(value: unknown, form: string, options: HandOverOptions = {}): Promise<Loan> {
    this.#checkOpen();
    return this.#handovers.export(value, form, options);
  }

  async import(interchange: Interchange, memoryType: string, options: TakeInOptions = {}): Promise<any> {
    this.#checkOpen();
    return this.#handovers.import(interchange, memoryType, options);
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

  async calibrate(options: CalibrateOptions = {}): Promise<readonly Calibration[]> {
    this.#checkOpen();
    const work = calibrate(this.#subjects(options.backends), this.#costBook, options).finally(() => {
      this.#costs.forget();
      this.#graph.forget();
    });
    this.#work.track(work);
    return work;
  }

  register(fn: Tagged | FunctionDefinition, options: RegisterOptions = {}): string {
    this.#checkOpen();
    return this.#catalogue.register(fn, options);
  }

  describe(key: FunctionKey): FunctionMetadata {
    return this.#catalogue.describe(key);
  }

  list(filter: ListFilter = {}): readonly FunctionMetadata[] {
    return this.#catalogue.list(filter);
  }

  own(resource: AsyncDisposable | Disposable): void {
    this.#checkOpen();
    this.#owned.push(resource);
  }

  async addBackend(backend: Backend): Promise<void> {
    await this.roster.add([backend]);
  }

  async removeBackend(name: string): Promise<void> {
    this.#checkOpen();
    await this.roster.remove(name);
  }

  addLibrary(library: Library, options: { readonly rescan?: boolean } = {}): Promise<LibraryReport> {
    return this.shelf.add(library, options);
  }

  removeLibrary(name: string): boolean {
    this.#checkOpen();
    return this.shelf.remove(name);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const failures: unknown[] = [];
    const keep = (error: unknown) => { failures.push(error); };
    await this.#work.settled(this.#limits.closeTimeoutMs);
    for (const resource of this.#owned.reverse()) await disposeOf(resource).catch(keep);
    await this.#sessions.closeAll().catch(keep);
    this.#emit("closed");
    this.#closed = true;
    this.events.removeAllListeners();
    await closeContainer(this.container).catch(keep);
    if (failures.length > 0) throw failures[0];
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw new RuntimeClosedError();
  }

  /** Nobody listens any more to calls that outlive the runtime. */
  readonly #emit = <Name extends keyof RuntimeEventMap>(event: Name, ...payload: RuntimeEventMap[Name]): void => {
    if (this.#closed) return;
    this.events.emit(event, ...payload);
    try {
      this.#sink(event, ...payload);
    } catch (error) {
      this.#logger.warn(`the event sink failed at "${event}"`, error);
    }
  };
}
