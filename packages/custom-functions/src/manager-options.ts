import type { FunctionStore, Runtime } from "@openhcs/core";
import type { Isolation, IsolationOptions } from "@openhcs/isolation";
import type { ImportRule } from "@openhcs/validator";
import type { CallLimits } from "./call-limits.js";
import type { ReadingsCache } from "./source/readings.js";
import type { TrustPolicy } from "./signing/trust.js";

export interface ManagerOptions {
  readonly runtime: Runtime;
  /**
   * Where sources are kept; the first takes what is persisted. Without any, everything lives as long as the manager. A store object belongs to one
   * manager, which closes it: managers that share a place have a store object each.
   */
  readonly stores?: readonly FunctionStore[] | undefined;
  /** Where isolated sources run: one that the host shares among managers, and closes itself, or how to make one. */
  readonly isolation?: Isolation | IsolationOptions | undefined;
  /** Follows what others change in the stores, from `loadAll` on. Default true; a program that ends at once need not. */
  readonly watch?: boolean | undefined;
  readonly trust?: TrustPolicy | undefined;
  /** Keeps what stored sources declare from one start to the next, which then need not read them again. Default: they are read at each start. */
  readonly readingsCache?: ReadingsCache | undefined;
  /** Modules that sources may import from, beyond the array interface and the library; sources that run isolated are refused them. */
  readonly imports?: readonly ImportRule[] | undefined;
  /** The modules themselves by name, for trusted sources. */
  readonly modules?: Readonly<Record<string, object>> | undefined;
  /**
   * What no call of an isolated function may exceed. Default: the limits of the isolation, 60 s, 512 MiB and 4 GiB of arrays. A source can only
   * tighten them, with `@limit time 10 s` in the documentation of a function.
   */
  readonly limits?: CallLimits | undefined;
}
