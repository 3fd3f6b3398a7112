import { LOGGER, type FunctionStore, type Runtime, type RuntimeOptions as BareRuntimeOptions } from "@openhcs/core";
import { CustomFunctionManager, type ManagerOptions } from "@openhcs/custom-functions";
import { createLibraryRuntime } from "./library-runtime.js";
import { fileReadingsCache } from "./node/readings-cache.js";
import { loadFailureWarnings } from "./load-failure-text.js";

export interface RuntimeOptions extends BareRuntimeOptions {
  /** Where custom functions are kept; the first one takes those that are registered. Without any they last as long as the runtime. */
  readonly stores?: readonly FunctionStore[];
  /** Whom the runtime trusts, what its custom functions may import, and what they may use up. */
  readonly customFunctions?: Omit<ManagerOptions, "runtime" | "stores">;
}

/** A runtime with the functions that its users write. */
export interface OpenHcsRuntime extends Runtime {
  readonly customFunctions: CustomFunctionManager;
}

/**
 * Makes a runtime for Node with the function library: backends default to `[cpu()]`, verdicts of probes are kept in the user's
 * cache folder, and `backends: "installed"` finds the packages that the host has installed, besides the one that comes with this.
 *
 * What the stores keep is registered when the promise resolves; what cannot be is warned of, in one line where that is much, and stops nothing.
 * @throws IncompatibleBackendError, AlreadyRegisteredError for two backends of one name, BackendLoadError for a named package
 */
export async function createRuntime({ stores = [], customFunctions = {}, ...rest }: RuntimeOptions = {}): Promise<OpenHcsRuntime> {
  const runtime = await createLibraryRuntime(rest);
  try {
    return await withCustomFunctions(runtime, stores, customFunctions);
  } catch (error) {
    await Promise.allSettled([runtime[Symbol.asyncDispose]()]); // What failed first is told.
    throw error;
  }
}

async function withCustomFunctions(runtime: Runtime, stores: readonly FunctionStore[], options: NonNullable<RuntimeOptions["customFunctions"]>): Promise<OpenHcsRuntime> {
  const manager = new CustomFunctionManager({ readingsCache: fileReadingsCache(), ...options, runtime, stores });
  const whole = Object.defineProperty(runtime, "customFunctions", { value: manager, enumerable: true }) as OpenHcsRuntime;
  if (stores.length === 0) return whole;
  const { failures } = await manager.loadAll();
  const logger = runtime.container.resolve(LOGGER);
  for (const warning of loadFailureWarnings(failures)) logger.warn(warning);
  return whole;
}
