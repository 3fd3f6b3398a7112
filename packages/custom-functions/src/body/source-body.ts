import type { FunctionContext } from "@openhcs/core";
import type { CallLimits } from "../call-limits.js";

/** What runs the functions of one source. */
export interface SourceBody {
  /** Runs the top level of the source once, which proves that it can be. @throws GuestFailedError, or what the source throws */
  evaluate(limits: CallLimits): Promise<void>;
  /** @param binding the name of the function in its source */
  call(binding: string, args: readonly unknown[], context: FunctionContext, limits: CallLimits): Promise<unknown>;
  /** Lets go of everything that serves the source, after the calls under way. */
  retire(): Promise<void>;
}
