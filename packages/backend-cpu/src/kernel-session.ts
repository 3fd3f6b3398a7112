import { setMaxListeners } from "node:events";
import { NdArray, OutOfMemoryError, type Dtype, type Shape } from "@openhcs/core";
import type { NativeErrorCode, NativeInterchange, NativeParameter, Session } from "@openhcs/native";
import { NativeKernelError } from "./native-kernel-error.js";

export interface NativeCall {
  /** Packed, as kernels receive them. */
  readonly inputs: readonly NdArray[];
  readonly output: { readonly dtype: Dtype; readonly shape: Shape };
  readonly parameters: Readonly<Record<string, NativeParameter>>;
  readonly signal: AbortSignal;
}

/** What the kernels of this backend run on: threads of the native addon. */
export class KernelSession {
  readonly #native: Session;
  /** What hands memory over and takes it in. */
  readonly interchange: NativeInterchange;

  constructor(native: Session, interchange: NativeInterchange) {
    this.#native = native;
    this.interchange = interchange;
  }

  /**
   * Runs a native operation into a fresh array.
   *
   * An abort stops it between two strips of rows and rejects with the signal's reason.
   * @throws OutOfMemoryError, NativeKernelError
   */
  async run(operation: string, { inputs, output, parameters, signal }: NativeCall): Promise<NdArray> {
    signal.throwIfAborted();
    const result = NdArray.zeros(output.shape, output.dtype);
    const cancelled = new Int32Array(1);
    const cancel = () => { cancelled[0] = 1; };
    setMaxListeners(0, signal); // Hundreds of calls may share a signal; that is no leak.
    signal.addEventListener("abort", cancel, { once: true });
    try {
      await this.#native.run(operation, inputs, [result], parameters, cancelled);
    } catch (error) {
      signal.throwIfAborted();
      throw explained(operation, error as Error & { readonly code: NativeErrorCode });
    } finally {
      signal.removeEventListener("abort", cancel);
    }
    return result;
  }

  close(): void {
    this.#native.close();
  }
}

function explained(operation: string, error: Error & { readonly code: NativeErrorCode }): Error {
  if (error.code === "OUT_OF_MEMORY") return new OutOfMemoryError("ndarray", { detail: error.message, cause: error });
  return new NativeKernelError(operation, error.code, error);
}
