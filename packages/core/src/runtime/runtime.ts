import type { DependencyContainer } from "tsyringe";
import type { Backend, DeviceFacts, Unavailable } from "../backend/backend.js";
import type { CallParameters } from "../function/argument.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { FunctionEntry, FunctionReference } from "../function/entry.js";
import type { FunctionMetadata } from "../function/metadata.js";
import type { MainValue } from "../function/output.js";
import type { Tagged } from "../function/tag.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { MemoryReport } from "../memory/ledger.js";
import type { AnyArray, MemoryType, MemoryTypeName, MemoryTypes } from "../memory/memory-type.js";
import type { Pattern } from "../pattern/pattern.js";
import type { CallPlan, PatternPlan } from "../plan/plan.js";
import type { Registry } from "../registry/registry.js";
import type { CallOptions } from "../run/call-options.js";
import type { CallResult } from "../run/call-record.js";
import type { TransferEdge } from "../transfer/graph.js";
import type { Route } from "../transfer/route.js";
import type { RuntimeEvents } from "./events.js";

/** Functions whose calls are inferred; the function library augments it. */
export interface Functions {}

/** Key of a function: of the library, or any other by namespace. */
export type FunctionKey = keyof Functions | (string & {});

type Parts<K> = K extends keyof Functions
  ? Functions[K] extends FunctionDefinition<infer I, infer P, infer O, infer Main> ? { I: I; P: P; O: O; Main: Main } : never
  : never;

/** Named arguments of a call after its first array; anything for keys that are not known when compiling. */
export type ParametersOf<K> = K extends keyof Functions ? CallParameters<Parts<K>["I"], Parts<K>["P"]> : Readonly<Record<string, unknown>>;
/** What a call returns; `unknown` for keys that are not known when compiling. */
export type ValueOf<K> = K extends keyof Functions ? MainValue<Parts<K>["O"], Parts<K>["Main"] & keyof Parts<K>["O"]> : unknown;

/** A function itself, in place of its key. */
export type FunctionValue = FunctionDefinition | Tagged;
type ParametersOfValue<F> = F extends FunctionDefinition<infer I, infer P, any, any> ? CallParameters<I, P> : Readonly<Record<string, unknown>>;
type ResultOfValue<F> = F extends FunctionDefinition<any, any, infer O, infer Main> ? MainValue<O, Main> : unknown;

export interface AvailableBackend {
  readonly backend: string;
  readonly version?: string;
  /** Empty where the probe tells no more than that it is available. */
  readonly devices: readonly DeviceFacts[];
}

export interface UnavailableBackend extends Unavailable {
  readonly backend: string;
}

/** Arrays by component for a pattern by component, else one array of any memory type. */
export type PatternInput = object;

/** What a search matches: words in name, documentation, tags and synonyms. */
export interface ListFilter {
  readonly search?: string;
  readonly namespace?: string;
  readonly memoryType?: string;
}

export interface RouteOptions {
  readonly device?: number;
  readonly allowHostRoundtrip?: boolean;
}

export interface MoveOptions extends RouteOptions {
  /** Never shares elements with the source. */
  readonly copy?: boolean;
  readonly signal?: AbortSignal;
}

/** One microkernel instance: registries, transfer graph, events and services. Two in one process never meet. */
export interface Runtime extends AsyncDisposable {
  readonly backends: Registry<Backend>;
  readonly memoryTypes: Registry<MemoryType>;
  readonly functions: Registry<FunctionEntry>;
  readonly events: RuntimeEvents;
  /** Services of this runtime, by token. */
  readonly container: DependencyContainer;
  /** Backends in use, with what their probes learned of their devices. */
  readonly available: readonly AvailableBackend[];
  /** Every edge of the transfer graph. */
  readonly transfers: readonly TransferEdge[];
  /** Backends that this machine cannot use, each with its reason. */
  readonly unavailable: readonly UnavailableBackend[];

  /**
   * Runs a function and returns its main output, wherever that lives.
   *
   * @param first the first declared array; for functions without arrays, the parameters
   * @param parameters parameters and further arrays, by name
   */
  run<K extends FunctionKey>(key: K, first?: unknown, parameters?: ParametersOf<K>, options?: CallOptions): Promise<ValueOf<K>>;
  /** Runs a function given as a value: of the library, or a decorated one that need not be registered. */
  run<F extends FunctionValue>(fn: F, first?: unknown, parameters?: ParametersOfValue<F>, options?: CallOptions): Promise<ResultOfValue<F>>;
  /** Runs a pattern; `parameters` are values that its steps take `from`. */
  run(pattern: Exclude<Pattern, FunctionReference>, input: PatternInput, parameters?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown>;
  /** As `run`, with all outputs and the record. */
  call<K extends FunctionKey>(key: K, first?: unknown, parameters?: ParametersOf<K>, options?: CallOptions): Promise<CallResult<ValueOf<K>>>;
  call<F extends FunctionValue>(fn: F, first?: unknown, parameters?: ParametersOfValue<F>, options?: CallOptions): Promise<CallResult<ResultOfValue<F>>>;
  call(pattern: Exclude<Pattern, FunctionReference>, input: PatternInput, parameters?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<CallResult>;
  /** What `run` would do: pure and synchronous, nothing is opened. */
  plan<K extends FunctionKey>(key: K, first?: unknown, parameters?: ParametersOf<K>, options?: CallOptions): CallPlan;
  plan<F extends FunctionValue>(fn: F, first?: unknown, parameters?: ParametersOfValue<F>, options?: CallOptions): CallPlan;
  plan(pattern: Exclude<Pattern, FunctionReference>, input: PatternInput, parameters?: Readonly<Record<string, unknown>>, options?: CallOptions): PatternPlan;

  /** Moves an array; to its own memory type it gives the same object. */
  to<M extends MemoryTypeName>(value: unknown, memoryType: M, options?: MoveOptions): Promise<M extends keyof MemoryTypes ? MemoryTypes[M] : unknown>;
  /** The way that `to` would take. */
  route(from: ArraySpec | AnyArray, memoryType: MemoryTypeName, options?: RouteOptions): Route;
  /** What is known of an array of any installed memory type. @throws NotAnArrayError */
  spec(value: unknown): ArraySpec;
  /** Releases a handle on an array of any memory type, after the calls that use it. */
  dispose(value: unknown): void;
  /** Bytes held per memory type and device. */
  memory(): readonly MemoryReport[];

  /** Registers a live function, trusted, under a namespace: `openhcs:name`. Returns the key. */
  register(fn: Tagged | FunctionDefinition, options: { readonly namespace?: string; readonly replace?: boolean }): string;
  describe(key: FunctionKey): FunctionMetadata;
  list(filter?: ListFilter): readonly FunctionMetadata[];

  /** Adds a backend while the runtime lives; one that this machine cannot use joins `unavailable`. */
  addBackend(backend: Backend): Promise<void>;
  /** Removes a backend after its calls in flight, and closes it. */
  removeBackend(name: string): Promise<void>;
}
