import type { Verdict } from "@openhcs/core";

/** Which adapter a device comes from. */
export type PowerPreference = "low-power" | "high-performance";

export interface AdapterChoice {
  readonly powerPreference?: PowerPreference | undefined;
}

/** Where WebGPU comes from: Dawn in Node, `navigator.gpu` in a browser. */
export interface GpuHost {
  /** Undefined where there is none. */
  gpu(): Promise<GPU | undefined>;
  /** Whether there is an adapter, found in such a way that a driver that crashes harms nobody. */
  probe(choice: AdapterChoice): Promise<Verdict>;
  /** What a verdict depends on besides the version, where it may be kept. */
  readonly fingerprint?: () => string;
}
