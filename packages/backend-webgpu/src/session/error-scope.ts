import { messageOf, OutOfMemoryError } from "@openhcs/core";
import { DeviceFailedError } from "@openhcs/device/portable";

const filters = ["out-of-memory", "validation", "internal"] as const;

/** What was done under error scopes, and a promise of the device's word about it, which rejects with a typed error. */
export interface Scoped<Result> {
  readonly result: Result;
  readonly accepted: Promise<void>;
}

/** Does something at once under error scopes of its own, so that what goes wrong is told to whoever did it. */
export function scoped<Result>(device: GPUDevice, name: string, work: () => Result): Scoped<Result> {
  for (const filter of filters) device.pushErrorScope(filter);
  let result: Result;
  let answers: readonly Promise<GPUError | null>[];
  try {
    result = work();
  } finally {
    answers = filters.map(() => device.popErrorScope());
  }
  const accepted = Promise.all(answers).then(
    ([internal, validation, memory]) => {
      if (memory !== null && memory !== undefined) throw new OutOfMemoryError("webgpu", { detail: firstLine(memory.message) });
      const fault = validation ?? internal;
      if (fault !== null && fault !== undefined) throw new DeviceFailedError(name, { code: "INVALID_ARGUMENT", status: "GPUValidationError", message: fault.message.trim() });
    },
    (error: unknown) => { throw lostError(name, messageOf(error), error); },
  );
  accepted.catch(() => {}); // Whoever waits for it is told.
  return { result, accepted };
}

export function lostError(name: string, message: string, cause?: unknown): DeviceFailedError {
  return new DeviceFailedError(name, { code: "DEVICE_LOST", status: "GPUDeviceLost", message: `the device is lost: ${message}` }, cause);
}

function firstLine(message: string): string {
  return (message.trim().split("\n")[0] ?? "").replace(/\.$/, "");
}
