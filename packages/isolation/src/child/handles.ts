import { bytesPerElement, isDtype, sizeOf } from "@openhcs/core";
import type { GuestHost } from "../guest-host.js";
import type { HandleHeader } from "../wire/encoded.js";

/** The values of one call that stay with the host, by the numbers that the guest has of them; they are kept until the call ends. */
export class Handles {
  readonly #host: GuestHost;
  readonly #values: object[] = [];
  readonly #numbers = new Map<object, number>();

  constructor(host: GuestHost) {
    this.#host = host;
  }

  /** @param claim called with the bytes of a value that was not kept before */
  headerOf(value: object, claim?: (bytes: number) => void): HandleHeader | undefined {
    const description = this.#host.handleOf?.(value);
    if (description === undefined) return undefined;
    const { memoryType, dtype, shape } = description;
    let handle = this.#numbers.get(value);
    if (handle === undefined) {
      claim?.(sizeOf(shape) * (isDtype(dtype) ? bytesPerElement(dtype) : 1));
      handle = this.#values.push(value) - 1;
      this.#numbers.set(value, handle);
    }
    return { handle, memoryType, dtype, shape: [...shape] };
  }

  /** @throws RangeError for what is no number that was given */
  valueOf({ handle }: HandleHeader): object {
    const value = Number.isSafeInteger(handle) && handle >= 0 ? this.#values[handle] : undefined;
    if (value === undefined) throw new RangeError("a handle that is not of this call");
    return value;
  }
}
