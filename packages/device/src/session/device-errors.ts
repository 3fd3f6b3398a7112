import { OpenHcsError, OutOfMemoryError } from "@openhcs/core";
import type { NativeDeviceError, NativeDeviceErrorCode } from "@openhcs/native/device";

/** A driver refused or failed; `status` is its own name for it, such as CL_INVALID_KERNEL_ARGS. */
export class DeviceFailedError extends OpenHcsError {
  readonly code = "DEVICE_FAILED";
  readonly device: string;
  readonly fault: NativeDeviceErrorCode;
  readonly status: string;
  constructor(device: string, { code, status, message }: Pick<NativeDeviceError, "code" | "status" | "message">, cause?: unknown) {
    super(`${device}: ${message}`);
    this.device = device;
    this.fault = code;
    this.status = status;
    if (cause !== undefined) this.cause = cause;
  }
}

/** A kernel needs what the device does not have. */
export class DeviceLacksError extends OpenHcsError {
  readonly code = "DEVICE_LACKS";
  readonly device: string;
  readonly feature: string;
  constructor(device: string, feature: string, what: string) {
    super(`${device} has no ${feature}, which ${what} needs.`);
    this.device = device;
    this.feature = feature;
  }
}

/** What a native call threw, as an error of ours; anything else as it is. */
export function explained(device: string, memoryType: string, error: unknown): unknown {
  if (!isNative(error)) return error;
  if (error.code === "OUT_OF_MEMORY") return new OutOfMemoryError(memoryType, { detail: error.message.replace(/\.$/, ""), cause: error });
  return new DeviceFailedError(device, error, error);
}

export function isNative(error: unknown): error is NativeDeviceError {
  return error instanceof Error && "code" in error && "status" in error && "log" in error;
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    DEVICE_FAILED: DeviceFailedError;
    DEVICE_LACKS: DeviceLacksError;
  }
}
