import type { Backend, DeviceFacts, PooledMemory, UnavailableBackend, Verdict } from "../backend/backend.js";
import { checkBackend } from "../backend/check-backend.js";
import { isAvailable, probe, type ProbeOptions } from "../backend/probe.js";
import type { Sessions } from "../backend/sessions.js";
import { isOpenHcsError, messageOf } from "../errors/openhcs-error.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { Registry } from "../registry/registry.js";
import type { EventSink } from "./events.js";
import type { AvailableBackend } from "./runtime.js";

interface RosterServices {
  readonly backends: Registry<Backend>;
  readonly memoryTypes: Registry<MemoryType>;
  readonly sessions: Sessions;
  readonly emit: EventSink;
  readonly warn: (message: string, error: unknown) => void;
  readonly probing: () => ProbeOptions;
  /** @throws RuntimeClosedError */
  readonly checkOpen: () => void;
  /** When the calls under way have ended. */
  readonly idle: () => Promise<void>;
}

/** The backends of a runtime, as they come and go: probed, admitted, listed as unavailable, removed. */
export class BackendRoster {
  readonly #services: RosterServices;
  readonly #devices = new Map<string, readonly DeviceFacts[]>();
  readonly #unavailable = new Map<string, UnavailableBackend>();
  readonly #removals = new Map<string, Promise<void>>();
  #epoch = 0;

  constructor(services: RosterServices) {
    this.#services = services;
  }

  /** Another number whenever backends or what is known of them may have changed. */
  get epoch(): number {
    return this.#epoch;
  }

  get available(): readonly AvailableBackend[] {
    return [...this.#services.backends].filter(({ name }) => !this.#removals.has(name)).map(({ name, version }) =>
      ({ backend: name, devices: this.#devices.get(name) ?? [], ...(version === undefined ? {} : { version }) }));
  }

  get unavailable(): readonly UnavailableBackend[] {
    return [...this.#unavailable.values(), ...[...this.#removals.keys()].map(leaving)];
  }

  /** Why a backend takes no new calls, as far as that is known. */
  whyNot(name: string): UnavailableBackend | undefined {
    if (this.#removals.has(name)) return leaving(name);
    return this.#services.backends.has(name) ? undefined : this.#unavailable.get(name);
  }

  /** Indices of the devices that a backend in use serves. */
  devicesOf({ name, devices }: Backend): readonly number[] {
    if (devices !== undefined) return devices;
    return Array.from({ length: Math.max(1, this.#devices.get(name)?.length ?? 1) }, (_, index) => index);
  }

  /** What the probe told of a device of a backend in use. */
  factsOf({ name, devices }: Backend, device: number): DeviceFacts | undefined {
    return this.#devices.get(name)?.[devices?.indexOf(device) ?? device];
  }

  /** How many times longer than declared its kernels take on a device, as its probe said. */
  slowdownOf(backend: Backend, device: number): number {
    return this.factsOf(backend, device)?.slowdown ?? 1;
  }

  /** Probes side by side, admits in order. @throws InvalidBackendError, IncompatibleBackendError, AlreadyRegisteredError */
  async add(backends: readonly Backend[]): Promise<void> {
    this.#services.checkOpen();
    for (const backend of backends) checkBackend(backend);
    const verdicts = await Promise.all(backends.map((backend) => this.#ask(backend)));
    for (const [at, backend] of backends.entries()) await this.#take(backend, verdicts[at] as Verdict);
  }

  /** As add, but a backend that does not fit is unavailable with its reason and stops none of the others. */
  async addWhatFits(backends: readonly { readonly from: string; readonly backend: Backend }[]): Promise<void> {
    const answers = await Promise.allSettled(backends.map(({ backend }) => this.#ask(backend)));
    for (const [at, { from, backend }] of backends.entries()) {
      const answer = answers[at] as PromiseSettledResult<Verdict>;
      if (answer.status === "rejected") this.reportFailure(from, answer.reason);
      else await this.#take(backend, answer.value).catch((error: unknown) => { this.reportFailure(from, error); });
    }
  }

  /** Lists as unavailable what fails. */
  reportFailure(from: string, error: unknown): void {
    this.report({ backend: from, reason: isOpenHcsError(error, "BACKEND_LOAD") ? error.reason : messageOf(error) });
  }

  report(unavailable: UnavailableBackend): void {
    this.#unavailable.set(unavailable.backend, unavailable);
    this.#epoch++;
    this.#services.emit("backendUnavailable", unavailable);
  }

  /** New calls are refused at once; what it brought stays until the calls under way have ended, then it is closed. */
  remove(name: string): Promise<void> {
    const { backends, memoryTypes, sessions, emit, idle } = this.#services;
    const backend = backends.get(name);
    const leavingAlready = this.#removals.get(name);
    if (leavingAlready !== undefined) return leavingAlready;
    const removal = (async () => {
      try {
        await idle();
        backends.unregister(name);
        for (const type of backend.memoryTypes ?? []) memoryTypes.unregister(type.name);
        this.#devices.delete(name);
        await sessions.close(name);
      } finally {
        this.#removals.delete(name);
        this.#epoch++;
        emit("backendRemoved", { backend: name });
      }
    })();
    this.#removals.set(name, removal);
    this.#epoch++;
    return removal;
  }

  /** Frees pooled memory; what fails here shows in the call that ran out of memory. */
  async trim(): Promise<void> {
    for (const { backend, session } of this.#open()) {
      try {
        await backend.trim?.(session);
      } catch (error) {
        this.#services.warn(`${backend.name} failed in freeing pooled memory`, error);
      }
    }
  }

  pooled(): readonly PooledMemory[] {
    return this.#open().flatMap(({ backend, session }) => backend.pooled?.(session) ?? []);
  }

  #open(): { readonly backend: Backend; readonly session: unknown }[] {
    const { backends, sessions } = this.#services;
    return [...backends].filter(({ name }) => sessions.isOpen(name)).map((backend) => ({ backend, session: sessions.peek(backend.name) }));
  }

  /** @throws InvalidBackendError, IncompatibleBackendError before the probe is run */
  async #ask(backend: Backend): Promise<Verdict> {
    checkBackend(backend);
    return probe(backend, this.#services.probing());
  }

  async #take(backend: Backend, verdict: Verdict): Promise<void> {
    await this.#removals.get(backend.name)?.catch(() => {}); // Who removes it hears of its failure.
    this.#services.checkOpen();
    if (!isAvailable(verdict)) return this.report({ backend: backend.name, ...verdict });
    if (this.#services.backends.find(backend.name) === backend) return;
    this.#register(backend, verdict === true ? [] : verdict.devices);
    this.#unavailable.delete(backend.name);
    this.#epoch++;
    this.#services.sessions.admit(backend);
    this.#services.emit("backendAdded", { backend: backend.name });
  }

  /** The backend with all its memory types, or nothing of it. */
  #register(backend: Backend, devices: readonly DeviceFacts[]): void {
    const { backends, memoryTypes } = this.#services;
    backends.register(backend.name, backend);
    this.#devices.set(backend.name, devices);
    const registered: string[] = [];
    try {
      for (const type of backend.memoryTypes ?? []) {
        memoryTypes.register(type.name, type);
        registered.push(type.name);
      }
    } catch (error) {
      for (const name of registered) memoryTypes.unregister(name);
      this.#devices.delete(backend.name);
      backends.unregister(backend.name);
      throw error;
    }
  }
}

function leaving(name: string): UnavailableBackend {
  return { backend: name, reason: "it is being removed" };
}
