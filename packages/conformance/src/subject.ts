import { createRuntime, type Backend, type Dtype, type FunctionDefinition, type Runtime, type Verdict } from "@openhcs/core";
import { skip, type Declared } from "./check.js";
import { doAll } from "./run-and-end.js";
import { within } from "./within.js";

export interface SubjectOptions {
  /** What a probe, an opening, a closing or one call may take. */
  readonly limitMs: number;
  /** Dtypes of the first array of kernels' trials. Default: all that the kernel takes. */
  readonly dtypes?: readonly Dtype[] | undefined;
}

/** The backend under test, fresh for every case, and what was opened for it; closed in the reverse order. */
export class Subject implements AsyncDisposable {
  readonly backend: Backend;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly limitMs: number;
  readonly dtypes: readonly Dtype[] | undefined;
  readonly #close: (() => Promise<void>)[] = [];

  constructor({ backend, functions }: Declared, { limitMs, dtypes }: SubjectOptions) {
    this.backend = backend;
    this.functions = functions;
    this.limitMs = limitMs;
    this.dtypes = dtypes;
  }

  async probe(): Promise<Verdict> {
    return this.within("probe", async () => this.backend.probe());
  }

  /** Indices of the devices that the backend declares, or that its probe tells of. */
  async devices(): Promise<readonly number[]> {
    if (this.backend.devices !== undefined) return this.backend.devices;
    const verdict = await this.probe();
    return verdict !== true && "devices" in verdict ? verdict.devices.map((_, index) => index) : [0];
  }

  /** The backend's session, straight from `open`. @throws Skipped where the probe says that this machine cannot use it */
  async open(): Promise<unknown> {
    await this.#skipUnlessAvailable();
    return this.within("open", async () => this.backend.open());
  }

  /** As `open`; the session is closed with the subject. */
  async session(): Promise<unknown> {
    const session = await this.open();
    this.#close.push(() => this.close(session));
    return session;
  }

  async close(session: unknown): Promise<void> {
    await this.within("close", async () => this.backend.close?.(session));
  }

  /** A runtime with this backend alone. @throws Skipped where the probe says that this machine cannot use it */
  async runtime(backend: Backend = this.backend): Promise<Runtime> {
    await this.#skipUnlessAvailable();
    const runtime = await this.within("createRuntime", () => createRuntime({ backends: [backend], functions: [...this.functions.values()] }));
    this.#close.push(() => this.closeRuntime(runtime));
    return runtime;
  }

  /** Closing a runtime twice is harmless, so a case may do it before the end. */
  async closeRuntime(runtime: Runtime): Promise<void> {
    await this.within("closing the runtime", async () => runtime[Symbol.asyncDispose]());
  }

  within<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
    return within(this.limitMs, `${this.backend.name}: ${what}`, work());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await doAll(this.#close.splice(0).reverse());
  }

  async #skipUnlessAvailable(): Promise<void> {
    const verdict = await this.probe();
    if (verdict !== true && "reason" in verdict) skip(`not available here: ${verdict.reason}`);
  }
}
