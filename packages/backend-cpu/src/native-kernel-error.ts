import { OpenHcsError } from "@openhcs/core";
import type { NativeErrorCode } from "@openhcs/native";

/** A native kernel refused its arguments or failed. */
export class NativeKernelError extends OpenHcsError {
  readonly code = "NATIVE_KERNEL";
  readonly operation: string;
  readonly status: NativeErrorCode;
  constructor(operation: string, status: NativeErrorCode, cause: Error) {
    super(`the native kernel ${operation} ended with ${status}: ${cause.message}`);
    this.operation = operation;
    this.status = status;
    this.cause = cause;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    NATIVE_KERNEL: NativeKernelError;
  }
}
