import type { FoundEngine } from "./find-engine.js";
import type { Tf } from "./tensorflow.js";
import { onEngine } from "./turns.js";

/** TensorFlow.js on one engine. The engine is the process's, and stays when the session is closed, but for one on a device that was lent. */
export class TfSession {
  readonly #engine: FoundEngine;
  #isClosed = false;

  constructor(engine: FoundEngine) {
    this.#engine = engine;
  }

  /** Does something at once on this engine. */
  run<Result>(work: (tf: Tf) => Result): Result {
    return onEngine(this.#engine.registeredName, work);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#engine.close();
  }
}
