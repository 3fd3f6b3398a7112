import type { GuestSource } from "../guest-source.js";
import type { Encoded } from "./encoded.js";

/** A segment that a message brings along; its descriptor comes with the message, in the same order. */
export interface SegmentNotice {
  readonly id: number;
  readonly bytes: number;
  /** Whether the descriptor may be written through; one for reading alone may be followed by such a one. */
  readonly isWritable: boolean;
}

/** An error as it crosses. */
export interface ErrorNotice {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  /** Where a value stands that cannot cross. */
  readonly path?: string;
  readonly rule?: string;
  /** The request of this call that failed in the host, and so caused this. */
  readonly request?: number;
}

export interface ServeMessage {
  readonly type: "serve";
  readonly source: GuestSource;
}

/** What a host says to a guest. The first message is `serve`. */
export type ToGuest =
  | ServeMessage
  | {
    readonly type: "call"; readonly call: number; readonly binding: string; readonly args: readonly Encoded[];
    /** Segments that are new to the guest, and those from which it may only read: what it writes to them stays its own. */
    readonly segments: readonly SegmentNotice[];
    /** Segments of its own that the call may hold at a time. */
    readonly arrayBytes: number;
    /** Zeroed ones that it may take without asking. */
    readonly own: readonly { readonly id: number; readonly bytes: number }[];
    /** Segments that no array lies in and no other process will get: what maps them may stay. */
    readonly idle: readonly number[];
  }
  | {
    readonly type: "answer"; readonly request: number; readonly value?: Encoded; readonly error?: ErrorNotice;
    readonly segments: readonly SegmentNotice[];
    /** Segments that become the guest's own to write to. */
    readonly own: readonly { readonly id: number; readonly bytes: number }[];
  }
  /** Answers `allocate`: the guest may write to the segment `id`, which it has or which comes along. Without `id` the call may hold no more. */
  | { readonly type: "grant"; readonly id?: number; readonly segments: readonly SegmentNotice[] }
  /** Between calls: segments that the guest is to map for writing already, before it needs them. */
  | { readonly type: "map"; readonly segments: readonly SegmentNotice[] }
  | { readonly type: "forget"; readonly ids: readonly number[] };

/** What a guest says to its host. */
export type ToHost =
  | { readonly type: "ready" }
  | { readonly type: "served" }
  | { readonly type: "failed"; readonly call?: number; readonly error: ErrorNotice }
  /** `unused` came with the call and are still zeroed. */
  | { readonly type: "result"; readonly call: number; readonly value: Encoded; readonly unused?: readonly number[] }
  | { readonly type: "run"; readonly call: number; readonly request: number; readonly key: string; readonly args: readonly Encoded[] }
  | { readonly type: "allocate"; readonly call: number; readonly bytes: number }
  /** Segments of the guest's own in which no array lies any more. Not answered. */
  | { readonly type: "give"; readonly call: number; readonly ids: readonly number[] }
  | { readonly type: "progress"; readonly call: number; readonly fraction: number; readonly message?: string }
  /** The bridge itself failed: the host ends the child. */
  | { readonly type: "broken" }
  | { readonly type: "log"; readonly level: string; readonly text: string };
