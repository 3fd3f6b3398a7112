import type { RawKernelSource } from "../backend/raw-kernel.js";
import type { FunctionContext, KernelContext, LogLevel } from "../function/context.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { FunctionEntry, FunctionReference } from "../function/entry.js";
import type { AmbientCall } from "./ambient.js";
import type { CallOptions } from "./call-options.js";
import type { HandedArrays } from "./handed-arrays.js";
import type { Limits } from "./limits.js";
import type { RawKernelOptions } from "./raw-kernel.js";
import type { RecordDraft } from "./record-draft.js";

/** The call that a body runs in. */
export interface BodyCall {
  readonly entry: FunctionEntry;
  readonly options: CallOptions;
  readonly limits: Limits;
  readonly draft: RecordDraft;
  /** What calls from within the body gave it. */
  readonly handed: HandedArrays;
}

/** What bodies ask of whoever calls them. */
export interface BodyServices {
  progress(call: BodyCall, fraction: number, message?: string): void;
  log(call: BodyCall, level: LogLevel, text: string): void;
  runWithin(call: BodyCall, fn: FunctionReference, args: readonly unknown[], own?: CallOptions): Promise<unknown>;
  runRawKernel(call: BodyCall, kernel: RawKernelSource, args: Readonly<Record<string, unknown>>, options: RawKernelOptions): Promise<unknown>;
}

/** What a body sees of its call; its functions work also when taken off it. */
export class BodyContext implements FunctionContext, AmbientCall {
  readonly progress: FunctionContext["progress"];
  readonly log: FunctionContext["log"];
  readonly run: FunctionContext["run"];
  readonly #call: BodyCall;
  readonly #services: BodyServices;

  constructor(call: BodyCall, services: BodyServices) {
    this.#call = call;
    this.#services = services;
    this.progress = (fraction, message) => services.progress(call, fraction, message);
    this.log = (level, text) => services.log(call, level, text);
    this.run = (key, ...args) => services.runWithin(call, key, args.slice(0, 2), args[2] as CallOptions | undefined);
  }

  get signal(): AbortSignal {
    return this.#call.limits.signal;
  }

  get mostBytes(): number | undefined {
    return this.#call.options.allocator?.mostBytes;
  }

  runLibraryFunction(definition: FunctionDefinition, args: readonly unknown[]): Promise<unknown> {
    return this.#services.runWithin(this.#call, definition, args);
  }

  runRawKernel(kernel: RawKernelSource, args: Readonly<Record<string, unknown>>, options: RawKernelOptions): Promise<unknown> {
    return this.#services.runRawKernel(this.#call, kernel, args, options);
  }

  /** The same for a kernel. */
  on(session: unknown, device: number): KernelContext {
    return new KernelBodyContext(this, session, device);
  }
}

class KernelBodyContext implements KernelContext {
  readonly session: unknown;
  readonly device: number;
  readonly progress: FunctionContext["progress"];
  readonly log: FunctionContext["log"];
  readonly run: FunctionContext["run"];
  readonly #body: BodyContext;

  constructor(body: BodyContext, session: unknown, device: number) {
    this.session = session;
    this.device = device;
    this.progress = body.progress;
    this.log = body.log;
    this.run = body.run;
    this.#body = body;
  }

  get signal(): AbortSignal {
    return this.#body.signal;
  }
}
