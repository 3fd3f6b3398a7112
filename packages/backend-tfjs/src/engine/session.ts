import { onEngine } from "./turns.js";
import type { EngineName } from "./engine-names.js";
import type { Tf } from "./tensorflow.js";

/** TensorFlow.js on one engine. The engine is the process's, and stays when the session is closed. */
export class TfSession {
  readonly engine: EngineName;
  readonly #registeredName: string;

  constructor(engine: EngineName, registeredName: string) {
    this.engine = engine;
    this.#registeredName = registeredName;
  }

  /** Does something at once on this engine. */
  run<Result>(work: (tf: Tf) => Result): Result {
    return onEngine(this.#registeredName, work);
  }
}
