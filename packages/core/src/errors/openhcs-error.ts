const brand = Symbol.for("openhcs.error");

/** Every error code with its class; packages that define errors augment it. */
export interface ErrorCodes {}

export type ErrorCode = keyof ErrorCodes | (string & {});

/** A call in the source of a custom function. */
export interface CallPlace {
  readonly functionName: string;
  readonly filename: string;
  /** 1-based, as is the column; absent where it is not known. */
  readonly line?: number;
  readonly column?: number;
}

/**
 * Base of every error that OpenHCS throws on purpose.
 *
 * `code` is constant and the same across processes, `--json` and HTTP; branch on it with {@link isOpenHcsError}.
 */
export abstract class OpenHcsError extends Error {
  abstract readonly code: string;
  readonly [brand] = true;
  /** Where a custom function made the call that is refused, of which the message speaks too. */
  declare readonly at?: CallPlace;

  /** That of the class, told from the code: minified code renames classes. */
  override get name(): string {
    return nameOf(this.code);
  }

  override set name(value: string) {
    Object.defineProperty(this, "name", { value, writable: true, configurable: true });
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

/** `NO_ROUTE` becomes `NoRouteError`. The code is not there yet while the base class is constructed. */
function nameOf(code: string | undefined): string {
  return (code ?? "OPEN_HCS").split("_").map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join("") + "Error";
}

function describeCause(cause: unknown): unknown {
  if (isOpenHcsError(cause)) return cause.toJSON();
  return cause instanceof Error ? { name: cause.name, message: cause.message } : String(cause);
}
