/** How a child ended. */
export interface Ending {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** The last of what it wrote to its error output. */
  readonly said: string;
  readonly outOfMemory: boolean;
}

/** A running child, spoken with in frames of bytes. */
export interface Channel {
  /** Of the process; undefined for a thread. */
  readonly pid: number | undefined;
  /** Whether segments can be passed; else arrays are copied into the frames. */
  readonly passesSegments: boolean;
  /** Set before the first turn of the event loop. */
  onFrame: (frame: Uint8Array) => void;
  /** Called once, after the last frame. */
  onEnd: (ending: Ending) => void;
  /** @param descriptors of segments that the other side gets, too */
  send(text: string, attachments: readonly Uint8Array[], descriptors: readonly number[]): void;
  /** Waits until the child has taken all that was sent to it; undefined where it has. */
  drained(): Promise<void> | undefined;
  /** Limits the memory of the child. Called once it is ready and before it gets code of users, for what V8 reserves until then differs by version. */
  confine(): void;
  /** Allows that much private memory besides what the child was started with. */
  allow(extraBytes: number): void;
  /** Whether it keeps this process alive. */
  hold(holds: boolean): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

/** The largest frame that a child may send. */
export function maxFrameBytes(memoryBytes: number): number {
  return Math.min(memoryBytes + 2 ** 24, 2 ** 32 - 1);
}
