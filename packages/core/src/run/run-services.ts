import type { Backend, DeviceFacts } from "../backend/backend.js";
import type { Sessions } from "../backend/sessions.js";
import type { Clock } from "../di/tokens.js";
import type { Ledger } from "../memory/ledger.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { Registry } from "../registry/registry.js";
import type { TransferGraph } from "../transfer/graph.js";
import type { Mover } from "../transfer/mover.js";
import type { Identities } from "./identities.js";

/** What running calls needs of its runtime. */
export interface RunServices {
  readonly memoryTypes: Registry<MemoryType>;
  readonly backends: Registry<Backend>;
  readonly graph: TransferGraph;
  readonly sessions: Sessions;
  readonly mover: Mover;
  readonly ledger: Ledger;
  readonly identities: Identities;
  readonly clock: Clock;
  /** What a backend's probe told of a device. */
  factsOf(backend: Backend, device: number): DeviceFacts | undefined;
  /** Work that a backend must stay open for, also when its caller does not wait any more. */
  track(work: Promise<unknown>): void;
  /** Frees the pooled memory of every open backend. */
  trim(): Promise<void>;
}
