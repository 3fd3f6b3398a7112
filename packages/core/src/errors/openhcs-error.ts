const brand = Symbol.for("openhcs.error");

/** Every error code with its class; packages that define errors augment it. */
export interface ErrorCodes {}

export type ErrorCode = keyof ErrorCodes | (string & {});

/**
 * Base of every error that OpenHCS throws on purpose.
 *
 * `code` is constant and the same across processes, `--json` and HTTP; branch on it with {@link isOpenHcsError}.
 */
export abstract class OpenHcsError extends Error {
  abstract readonly code: string;
  readonly [brand] = true;

  override get name(): string {
    return this.constructor.name;
  }

  /** Plain data: code, message and the typed fields, with the chain of causes. */
  toJSON(): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    Object.assign(fields, this, { code: this.code, message: this.message });
    if (this.cause !== undefined) fields["cause"] = describeCause(this.cause);
    return fields;
  }
}

/** Narrows by `code`; holds also for errors thrown by another copy of this package. */
export function isOpenHcsError<Code extends keyof ErrorCodes>(error: unknown, ...codes: readonly Code[]): error is ErrorCodes[Code];
export function isOpenHcsError(error: unknown, ...codes: readonly string[]): error is OpenHcsError;
export function isOpenHcsError(error: unknown, ...codes: readonly string[]): boolean {
  if (!(error instanceof Error) || !(brand in error)) return false;
  return codes.length === 0 || codes.includes((error as OpenHcsError).code);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeCause(cause: unknown): unknown {
  if (isOpenHcsError(cause)) return cause.toJSON();
  return cause instanceof Error ? { name: cause.name, message: cause.message } : String(cause);
}
