/** A message as the host realm hands it over. The attachments are the host realm's: they are copied from and never passed on. */
export interface Incoming {
  readonly text: string;
  readonly attachments: readonly Uint8Array[];
}

/** What the realm of user code may ask of the realm around it. Only the bridge holds one; nothing of it may reach user code. */
export interface HostPort {
  post(text: string, attachments: readonly Uint8Array[]): void;
  /** Where arrays lie in segments. */
  readonly segments?: SegmentPort;
}

export interface SegmentPort {
  /** Waits for the next message. */
  wait(): Incoming;
  /** Puts a message back, so that it comes again in its turn. */
  unread(message: Incoming): void;
  /** The descriptor that came with a message and was not taken yet, in the order of sending. */
  takeDescriptor(): number;
  mapShared(descriptor: number, bytes: number): ArrayBuffer;
  mapPrivate(descriptor: number, bytes: number): ArrayBuffer;
  /** Puts another segment under a private buffer, which may be revoked. */
  remap(buffer: ArrayBuffer, descriptor: number): void;
  /** Takes the segment away from under a buffer, which holds zeros from then on. @throws for a buffer that was detached */
  revoke(buffer: ArrayBuffer): void;
  /** Whether a private mapping was written to. */
  isWritten(buffer: ArrayBuffer): boolean;
  /** Undoes what was written to a private mapping. */
  pristine(buffer: ArrayBuffer): void;
  close(descriptor: number): void;
  /** Begins to watch a buffer without keeping it. */
  watch(buffer: ArrayBuffer): number;
  /** A watched buffer; undefined where nobody has it any more. */
  watched(watch: number): ArrayBuffer | undefined;
  unwatch(watch: number): void;
  /** Collects garbage. */
  collect(): void;
}

/** What the realm around user code may ask of it. */
export interface Bridge {
  /** Runs the top level of a source. */
  serve(run: (...imports: readonly unknown[]) => Record<string, unknown>, source: string): void;
  deliver(text: string, attachments: readonly Uint8Array[]): void;
}

/** A function of the other realm whose errors, too, stay there. */
export function guarded<Args extends readonly unknown[], Result>(fn: (...args: Args) => Result): (...args: Args) => Result {
  return (...args) => {
    try {
      return fn(...args);
    } catch (error) {
      // Not as its cause: whoever holds an object of the other realm holds that realm.
      // oxlint-disable-next-line preserve-caught-error
      throw new Error(`${(error as Error).message}`);
    }
  };
}
