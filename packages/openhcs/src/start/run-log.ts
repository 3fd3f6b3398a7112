import type { CallRecord, Runtime } from "@openhcs/core";

/** What one kernel did in a run. */
export interface KernelUse {
  readonly kernel: string;
  readonly calls: number;
  readonly durationUs: number;
}

/** What one route carried in a run. */
export interface RouteUse {
  /** `ndarray → opencl`. */
  readonly path: string;
  readonly moves: number;
  readonly bytes: number;
  readonly durationUs: number;
}

/** Keeps the records of a runtime's calls, each below the call that made it. */
export class RunLog {
  readonly #roots = new Set<CallRecord>();
  readonly #kernels = new Map<string, KernelUse>();
  readonly #routes = new Map<string, RouteUse>();

  constructor(runtime: Runtime) {
    runtime.events.on("call", (record) => this.#add(record));
  }

  /** The outermost calls since the last time this was asked. */
  takeCalls(): readonly CallRecord[] {
    const taken = [...this.#roots];
    this.#roots.clear();
    return taken;
  }

  /** The longest first; a kernel's time includes that of the calls it made. */
  get kernels(): readonly KernelUse[] {
    return [...this.#kernels.values()].sort((a, b) => b.durationUs - a.durationUs);
  }

  get routes(): readonly RouteUse[] {
    return [...this.#routes.values()].sort((a, b) => b.bytes - a.bytes);
  }

  #add(record: CallRecord): void {
    // Calls within a call end before it, and are in its record.
    for (const inner of record.calls) this.#roots.delete(inner);
    this.#roots.add(record);
    const { kernel, durationUs, moves } = record;
    if (kernel === undefined) return;
    const use = this.#kernels.get(kernel) ?? { kernel, calls: 0, durationUs: 0 };
    this.#kernels.set(kernel, { kernel, calls: use.calls + 1, durationUs: use.durationUs + durationUs });
    for (const move of moves.filter((each) => each.path.length > 1)) {
      const path = move.path.join(" → ");
      const known = this.#routes.get(path) ?? { path, moves: 0, bytes: 0, durationUs: 0 };
      this.#routes.set(path, { path, moves: known.moves + 1, bytes: known.bytes + move.bytes, durationUs: known.durationUs + move.durationUs });
    }
  }
}
