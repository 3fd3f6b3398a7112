import { isOpenHcsError, type CallOptions, type FunctionContext, type Runtime } from "@openhcs/core";
import type { GuestHost, GuestSource, HandleDescription, Isolation } from "@openhcs/isolation";
import type { CompiledSource } from "@openhcs/validator";
import type { CallLimits } from "../call-limits.js";
import { calledAt } from "./call-place.js";
import { deeper, depthOfCall } from "./call-depth.js";
import { isOfLibrary, libraryReferences } from "./library-references.js";
import type { SourceBody } from "./source-body.js";

interface IsolatedBodyOptions {
  /** Bodies of one identity may share children. */
  readonly identity: string;
  /** Gives the text to run, whenever it is needed. */
  readonly compile: () => CompiledSource;
  readonly isolation: () => Isolation;
  readonly tier: "isolated" | "worker";
  readonly runtime: Runtime;
}

/** Runs a source where it can harm nobody: in a child process, or, for trusted ones, in a worker thread. */
export class IsolatedBody implements SourceBody {
  readonly #identity: string;
  readonly #compile: () => CompiledSource;
  readonly #isolation: () => Isolation;
  readonly #tier: "isolated" | "worker";
  readonly #runtime: Runtime;
  #compiled: GuestSource | undefined;

  constructor({ identity, compile, isolation, tier, runtime }: IsolatedBodyOptions) {
    this.#identity = identity;
    this.#compile = compile;
    this.#isolation = isolation;
    this.#tier = tier;
    this.#runtime = runtime;
  }

  evaluate(limits: CallLimits): Promise<void> {
    return this.#isolation().evaluate(this.#guest(), { limits });
  }

  async call(binding: string, args: readonly unknown[], context: FunctionContext, limits: CallLimits): Promise<unknown> {
    const asked = new AskedOfLibrary();
    const host = this.#host(context, limits, depthOfCall(binding, context.signal), asked);
    try {
      return await this.#isolation().call(this.#guest(), binding, args, host);
    } catch (error) {
      throw asInProcess(error);
    } finally {
      asked.end();
    }
  }

  retire(): Promise<void> {
    return this.#compiled === undefined ? Promise.resolve() : this.#isolation().retire(this.#identity);
  }

  /** Compiled when it is first needed: most of the functions that a store keeps are not called in one run. */
  #guest(): GuestSource {
    return this.#compiled ??= { ...this.#compile(), hash: this.#identity };
  }

  #host(context: FunctionContext, limits: CallLimits, depth: number, asked: AskedOfLibrary): GuestHost {
    const references = this.#tier === "worker" ? undefined : libraryReferences(this.#isolation(), remaining(limits));
    return {
      signal: context.signal,
      limits,
      isNested: depth > 1,
      run: (key, [first, parameters, options], allocator) => deeper(depth, () => context.run(key, first, parameters, { ...plainOptions(options), allocator, references, signal: asked.signal })),
      givesFresh: (key) => this.#givesFresh(key),
      progress: context.progress,
      log: context.log,
      handleOf: (value) => this.#handleOf(value),
    };
  }

  /** What functions of the library give is new; that of a function of the host may be something that it keeps. */
  #givesFresh(key: string): boolean {
    const entry = this.#runtime.functions.find(key);
    if (entry === undefined) return false;
    return entry.namespace === undefined ? isOfLibrary(entry.definition) : !entry.trusted;
  }

  #handleOf(value: unknown): HandleDescription | undefined {
    for (const type of this.#runtime.memoryTypes) {
      if (type.name === "ndarray" || !type.is(value)) continue;
      const { memoryType, dtype, shape } = type.spec(value);
      return { memoryType, dtype, shape };
    }
    return undefined;
  }
}

/** What a library call ended in goes on through the function that made it, as it would in this process. */
function asInProcess(error: unknown): unknown {
  return isOpenHcsError(error, "GUEST_FAILED") && isOpenHcsError(error.cause) ? calledAt(error.cause, error) : error;
}

/** Options that a call from within may choose; the others are its caller's. */
const chosen = ["on", "dtypeConversion", "scaling", "sliceBySlice", "allowHostRoundtrip", "onOutOfMemory", "timeoutMs"] as const;

function plainOptions(options: unknown): CallOptions {
  if (typeof options !== "object" || options === null) return {};
  return Object.fromEntries(chosen.filter((name) => name in options).map((name) => [name, (options as CallOptions)[name]]));
}

/** What time is left of a call that begins now; its other limits are those of each of its parts. */
function remaining({ timeoutMs, ...limits }: CallLimits): () => CallLimits {
  if (timeoutMs === undefined) return () => limits;
  const end = performance.now() + timeoutMs;
  return () => ({ ...limits, timeoutMs: Math.max(1, end - performance.now()) });
}

/** What a call asks of the library is wanted no more when it ends. Most calls ask nothing: then there is nothing to make. */
class AskedOfLibrary {
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  end(): void {
    this.#controller?.abort("the call that asked for it has ended");
  }
}
