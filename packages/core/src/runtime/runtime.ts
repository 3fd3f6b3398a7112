import type { DependencyContainer } from "tsyringe";
import type { Backend, DeviceFacts, UnavailableBackend } from "../backend/backend.js";
import type { CalibrateOptions, Calibration } from "../calibration/calibration.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { FunctionEntry, FunctionReference } from "../function/entry.js";
import type { FunctionMetadata } from "../function/metadata.js";
import type { Tagged } from "../function/tag.js";
import type { Library } from "../library/library.js";
import type { LibraryReport } from "../library/library-shelf.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { Interchange } from "../memory/interchange-form.js";
import type { MemoryReport } from "../memory/ledger.js";
import type { AnyArray, MemoryType, MemoryTypeName, MemoryTypes } from "../memory/memory-type.js";
import type { Pattern } from "../pattern/pattern.js";
import type { CallPlan, PatternPlan } from "../plan/plan.js";
import type { Registry, RegistryView } from "../registry/registry.js";
import type { CallOptions } from "../run/call-options.js";
import type { CallResult } from "../run/call-record.js";
import type { TransferEdge } from "../transfer/graph.js";
import type { Route } from "../transfer/route.js";
import type { RuntimeEvents } from "./events.js";
import type { CallArguments, FunctionKey, FunctionValue, Named, OutputsOf, ValueOf } from "./inference.js";

export interface AvailableBackend {
  readonly backend: string;
  readonly version?: string;
  /** Empty where the probe tells no more than that it is available. */
  readonly devices: readonly DeviceFacts[];
}

export interface ListFilter {
  /** Words that must all occur in name, synonyms, tags, category or what is said of the function; the best match comes first, by that order. */
  readonly search?: string;
  /** Such as "filters"; upper and lower case are the same. */
  readonly category?: string;
  readonly namespace?: string;
  readonly memoryType?: string;
}

export interface RegisterOptions {
  /** Needed for live functions; without one a definition is a built-in. */
  readonly namespace?: string | undefined;
  /** Package or file that brings the function. */
  readonly module?: string | undefined;
  /** Of what the function comes from; keys may pin it: `image-js:medianFilter@1.7`. */
  readonly version?: string | undefined;
  /** The name where the function comes from, where that is another spelling. */
  readonly originalName?: string | undefined;
  /** Takes the place of another function of this key. */
  readonly replace?: boolean | undefined;
}

export interface RouteOptions {
  readonly device?: number | undefined;
  readonly allowHostRoundtrip?: boolean | undefined;
}

export interface MoveOptions extends RouteOptions {
  /** Never shares elements with the source. */
  readonly copy?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HandOverOptions extends RouteOptions {
  /** The memory type that hands the array over; it is moved there first. Default: its own. */
  readonly memoryType?: MemoryTypeName | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TakeInOptions {
  /** Default: the first one of the memory type. */
  readonly device?: number | undefined;
  /** Never shares elements with what is taken in. */
  readonly copy?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An array that is handed over, until it is released; releasing it again is harmless. */
export interface Loan extends Interchange, Disposable {
  release(): void;
}

/** A value of the type `Pattern` may be a function, too; of functions that are known the parameters are typed. */
type AnyPattern<P> = FunctionReference extends P ? unknown : never;

/** One microkernel instance: registries, transfer graph, events and services. Two in one process never meet. */
export interface Runtime extends AsyncDisposable {
  /** Changed by `addBackend` and `removeBackend`, as are the memory types. */
  readonly backends: RegistryView<Backend>;
  readonly memoryTypes: RegistryView<MemoryType>;
  readonly functions: Registry<FunctionEntry>;
  readonly events: RuntimeEvents;
  /** Services of this runtime, by token. */
  readonly container: DependencyContainer;
  /** Backends in use, with what their probes learned of their devices. */
  readonly available: readonly AvailableBackend[];
  /** Every edge of the transfer graph. */
  readonly transfers: readonly TransferEdge[];
  /** Backends that take no calls, each with its reason: this machine cannot use them, or they are being removed. */
  readonly unavailable: readonly UnavailableBackend[];
  /** Libraries with what is registered of them, what is not, and why. */
  readonly libraries: readonly LibraryReport[];

  /**
   * Runs a pattern; `values` are what its steps take `from`.
   *
   * @param input an array of any memory type; for a pattern by component an object of arrays by component
   */
  run(pattern: Exclude<Pattern, FunctionReference>, input: unknown, values?: Named, options?: CallOptions): Promise<unknown>;
  run<P extends Pattern>(pattern: P & AnyPattern<P>, input: unknown, values?: Named, options?: CallOptions): Promise<unknown>;
  /**
   * Runs a function and returns its main output, wherever that lives: `run("gaussian", image, { sigma: 2 }, { on: "cpu" })`.
   *
   * @param fn its key, or the function itself: of the library, or a decorated one that need not be registered
   */
  run<F extends FunctionKey | FunctionValue>(fn: F, ...args: CallArguments<F>): Promise<ValueOf<F>>;
  /** As `run`, with all outputs and the record. */
  call(pattern: Exclude<Pattern, FunctionReference>, input: unknown, values?: Named, options?: CallOptions): Promise<CallResult>;
  call<P extends Pattern>(pattern: P & AnyPattern<P>, input: unknown, values?: Named, options?: CallOptions): Promise<CallResult>;
  call<F extends FunctionKey | FunctionValue>(fn: F, ...args: CallArguments<F>): Promise<CallResult<ValueOf<F>, OutputsOf<F>>>;
  /** What `run` would do: pure and synchronous, nothing is opened. */
  plan(pattern: Exclude<Pattern, FunctionReference>, input: unknown, values?: Named, options?: CallOptions): PatternPlan;
  plan<P extends Pattern>(pattern: P & AnyPattern<P>, input: unknown, values?: Named, options?: CallOptions): PatternPlan;
  plan<F extends FunctionKey | FunctionValue>(fn: F, ...args: CallArguments<F>): CallPlan;

  /** Moves an array; to its own memory type it gives the same object. */
  to<M extends MemoryTypeName>(value: unknown, memoryType: M, options?: MoveOptions): Promise<M extends keyof MemoryTypes ? MemoryTypes[M] : unknown>;
  /**
   * Hands an array over to another package or process, in a form that its memory type offers: `export(image, "dlpack")`.
   *
   * What was enqueued on it has ended. The loan keeps the elements after the array is disposed of, and lasts until it is released or, in forms
   * that hand over a pointer, until whoever took that is done with it. It is to end before the runtime does.
   * @throws FormNotOfferedError with the forms that there are; memory type and device of the options lead to others
   */
  export(value: unknown, form: string, options?: HandOverOptions): Promise<Loan>;
  /**
   * Takes in what another package or process hands over, as an array of a memory type: `import(loan, "cuda")`.
   *
   * The loan is the array's from then on and ends with it; where this fails, it stays the caller's. Shared elements are not counted as memory of
   * this runtime.
   * @throws FormNotOfferedError, UnknownDeviceError, InterchangeRefusedError
   */
  import<M extends MemoryTypeName>(interchange: Interchange, memoryType: M, options?: TakeInOptions): Promise<M extends keyof MemoryTypes ? MemoryTypes[M] : unknown>;
  /** The way that `to` would take. */
  route(from: ArraySpec | AnyArray, memoryType: MemoryTypeName, options?: RouteOptions): Route;
  /** What is known of an array of any installed memory type. @throws NotAnArrayError */
  spec(value: unknown): ArraySpec;
  /** Releases a handle on an array of any memory type, after the calls that use it. */
  dispose(value: unknown): void;
  /** Bytes held per memory type and device. */
  memory(): readonly MemoryReport[];

  /**
   * Measures what transfers, kernels and host references cost on this machine, which plans then count with in place of what is declared.
   *
   * Takes seconds to minutes and opens every backend that it measures; calls meanwhile spoil the measurements. What cannot be measured
   * is told with its reason.
   * @throws NotRegisteredError for a backend that is not in use, AbortedError; what was measured before is kept
   */
  calibrate(options?: CalibrateOptions): Promise<readonly Calibration[]>;

  /** Registers a live function, trusted, under a namespace: `openhcs:name`. Returns the key. */
  register(fn: Tagged | FunctionDefinition, options?: RegisterOptions): string;
  describe(key: FunctionKey): FunctionMetadata;
  list(filter?: ListFilter): readonly FunctionMetadata[];

  /** Makes a resource part of this runtime, which disposes of it in closing, before its backends; the last one first. */
  own(resource: AsyncDisposable | Disposable): void;

  /** Adds a backend while the runtime lives; one that this machine cannot use joins `unavailable`. */
  addBackend(backend: Backend): Promise<void>;
  /** Removes a backend after its calls in flight, and closes it. */
  removeBackend(name: string): Promise<void>;
  /**
   * Adds a library while the runtime lives; one that cannot be loaded is reported with the reason.
   *
   * @param options.rescan whether it is scanned anew, whatever an earlier scan says
   * @throws InvalidLibraryError, AlreadyRegisteredError
   */
  addLibrary(library: Library, options?: { readonly rescan?: boolean }): Promise<LibraryReport>;
  /** Unregisters the functions of a library; calls in flight end. Whether there was one of this name. */
  removeLibrary(name: string): boolean;
}
