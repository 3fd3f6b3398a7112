export type LogLevel = "debug" | "info" | "warn" | "error";

/** What a function's body may use besides its arguments. */
export interface FunctionContext {
  /** The most that the caller grants a result whose making holds up the thread; undefined for any. */
  readonly mostBytes?: number | undefined;
  /** Aborts when the caller gives up or the time is out. */
  readonly signal: AbortSignal;
  /** Says how far the work has come, 0 to 1. */
  progress(fraction: number, message?: string): void;
  /** Says something to whoever follows the call: the event `log` of the runtime. */
  log(level: LogLevel, text: string): void;
  /** Runs another function in the same runtime, within this call's limits. Its arrays end with the body, but for those that it returns. */
  run(key: string, ...args: readonly unknown[]): Promise<unknown>;
}

/** What a backend's kernel may use besides its arguments. */
export interface KernelContext<Session = unknown> extends FunctionContext {
  /** What `open` of the backend returned. */
  readonly session: Session;
  readonly device: number;
}
