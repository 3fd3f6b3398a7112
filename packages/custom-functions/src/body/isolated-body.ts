import { isOpenHcsError, type Allocator, type CallOptions, type FunctionContext, type MemoryType, type RegistryView } from "@openhcs/core";
import type { GuestHost, GuestSource, HandleDescription, Isolation } from "@openhcs/isolation";
import type { CompiledSource } from "@openhcs/validator";
import type { CallLimits } from "../call-limits.js";
import { calledAt } from "./call-place.js";
import { deeper, depthOfCall } from "./call-depth.js";
import type { SourceBody } from "./source-body.js";

/** Runs a source where it can harm nobody: in a child process, or, for trusted ones, in a worker thread. */
export class IsolatedBody implements SourceBody {
  readonly #identity: string;
  readonly #compile: () => CompiledSource;
  readonly #isolation: () => Isolation;
  readonly #memoryTypes: RegistryView<MemoryType>;
  #compiled: GuestSource | undefined;

  /** @param identity bodies of one identity may share children */
  constructor(identity: string, compile: () => CompiledSource, isolation: () => Isolation, memoryTypes: RegistryView<MemoryType>) {
    this.#identity = identity;
    this.#compile = compile;
    this.#isolation = isolation;
    this.#memoryTypes = memoryTypes;
  }

  evaluate(limits: CallLimits): Promise<void> {
    return this.#isolation().evaluate(this.#guest(), { limits });
  }

  async call(binding: string, args: readonly unknown[], context: FunctionContext, limits: CallLimits): Promise<unknown> {
    const host = this.#host(context, limits, depthOfCall(binding, context.signal));
    try {
      return await this.#isolation().call(this.#guest(), binding, args, host);
    } catch (error) {
      throw asInProcess(error);
    }
  }

  retire(): Promise<void> {
    return this.#compiled === undefined ? Promise.resolve() : this.#isolation().retire(this.#identity);
  }

  /** Compiled when it is first needed: most of the functions that a store keeps are not called in one run. */
  #guest(): GuestSource {
    return this.#compiled ??= { ...this.#compile(), hash: this.#identity };
  }

  #host(context: FunctionContext, limits: CallLimits, depth: number): GuestHost {
    return {
      signal: context.signal,
      limits,
      isNested: depth > 1,
      run: (key, [first, parameters, options], allocator) => deeper(depth, () => context.run(key, first, parameters, { ...plainOptions(options), allocator })),
      progress: context.progress,
      log: context.log,
      handleOf: (value) => this.#handleOf(value),
    };
  }

  #handleOf(value: unknown): HandleDescription | undefined {
    for (const type of this.#memoryTypes) {
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

function plainOptions(options: unknown): CallOptions & { allocator?: Allocator } {
  if (typeof options !== "object" || options === null) return {};
  return Object.fromEntries(chosen.filter((name) => name in options).map((name) => [name, (options as CallOptions)[name]]));
}
