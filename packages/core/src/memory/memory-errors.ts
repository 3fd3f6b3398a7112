import { OpenHcsError } from "../errors/openhcs-error.js";

/** A value is not an array of any installed memory type. */
export class NotAnArrayError extends OpenHcsError {
  readonly code = "NOT_AN_ARRAY";
  readonly received: string;
  constructor(value: unknown, memoryTypes: readonly string[]) {
    const received = value === null ? "null" : typeof value === "object" ? (value.constructor?.name ?? "an object") : typeof value;
    super(`expected an array of a known memory type (${memoryTypes.join(", ")}), received ${received}.`);
    this.received = received;
  }
}

/** Memory ran out on a device or on the host. Backends throw it, so that the call may be tried again. */
export class OutOfMemoryError extends OpenHcsError {
  readonly code = "OUT_OF_MEMORY";
  readonly memoryType: string;
  readonly requestedBytes: number | undefined;
  constructor(memoryType: string, { requestedBytes, detail, cause }: { readonly requestedBytes?: number; readonly detail?: string; readonly cause?: unknown } = {}) {
    const amount = requestedBytes === undefined ? "" : ` for ${requestedBytes} bytes`;
    super(`${memoryType} is out of memory${amount}${detail === undefined ? "" : `: ${detail}`}.`);
    this.memoryType = memoryType;
    this.requestedBytes = requestedBytes;
    if (cause !== undefined) this.cause = cause;
  }
}

/** A device index is not one of those that a memory type has. */
export class UnknownDeviceError extends OpenHcsError {
  readonly code = "UNKNOWN_DEVICE";
  readonly memoryType: string;
  readonly device: number;
  constructor(memoryType: string, device: number, devices: readonly number[]) {
    super(`${memoryType}: device must be one of ${devices.join(", ")}, received ${device}.`);
    this.memoryType = memoryType;
    this.device = device;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    NOT_AN_ARRAY: NotAnArrayError;
    OUT_OF_MEMORY: OutOfMemoryError;
    UNKNOWN_DEVICE: UnknownDeviceError;
  }
}
