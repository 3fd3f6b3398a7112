import type { Backend, DeviceFacts, PooledMemory, Verdict } from "../backend/backend.js";
import { checkContract } from "../backend/compatibility.js";
import { isAvailable, probe, type ProbeOptions } from "../backend/probe.js";
import type { Sessions } from "../backend/sessions.js";
import { messageOf } from "../errors/openhcs-error.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { Registry } from "../registry/registry.js";
import type { EventSink } from "./events.js";
import type { AvailableBackend, UnavailableBackend } from "./runtime.js";

interface RosterServices {
  readonly backends: Registry<Backend>;
  readonly memoryTypes: Registry<MemoryType>;
  readonly sessions: Sessions;
  readonly emit: EventSink;
  readonly warn: (message: string, error: unknown) => void;
  readonly probing: () => ProbeOptions;
  /** When the calls under way have ended. */
  readonly idle: () => Promise<void>;
}

/** The backends of a runtime, as they come and go: probed, admitted, listed as unavailable, removed. */
export class BackendRoster {
  readonly #services: RosterServices;
  readonly #devices = new Map<string, readonly DeviceFacts[]>();
  readonly #unavailable = new Map<string, UnavailableBackend>();
  readonly #removals = new Map<string, Promise<void>>();

  constructor(services: RosterServices) {
    this.#services = services;
  }

  get available(): readonly AvailableBackend[] {
    return [...this.#services.backends].map(({ name, version }) =>
      ({ backend: name, devices: this.#devices.get(name) ?? [], ...(version === undefined ? {} : { version }) }));
  }

  get unavailable(): readonly UnavailableBackend[] {
    return [...this.#unavailable.values()];
  }

  /** Probes side by side, admits in order. @throws IncompatibleBackendError, AlreadyRegisteredError */
  async add(backends: readonly Backend[]): Promise<void> {
    for (const backend of backends) checkContract(backend);
    const verdicts = await this.#probe(backends);
    for (const [at, backend] of backends.entries()) await this.#take(backend, verdicts[at] as Verdict);
  }

  /** As add, but a backend that does not fit is unavailable with its reason and stops none of the others. */
  async addWhatFits(backends: readonly { readonly from: string; readonly backend: Backend }[]): Promise<void> {
    const verdicts = await this.#probe(backends.map(({ backend }) => backend));
    for (const [at, { from, backend }] of backends.entries()) {
      try {
        checkContract(backend);
        await this.#take(backend, verdicts[at] as Verdict);
      } catch (error) {
        this.report({ backend: from, reason: messageOf(error) });
      }
    }
  }

  report(unavailable: UnavailableBackend): void {
    this.#unavailable.set(unavailable.backend, unavailable);
    this.#services.emit("backendUnavailable", unavailable);
  }

  /** At once for new calls; what it brought goes, and it is closed, when the calls under way have ended. */
  remove(name: string): Promise<void> {
    const { backends, memoryTypes, sessions, emit, idle } = this.#services;
    const backend = backends.get(name);
    backends.unregister(name);
    const removal = (async () => {
      try {
        await idle();
        for (const type of backend.memoryTypes ?? []) memoryTypes.unregister(type.name);
        this.#devices.delete(name);
        await sessions.close(name);
      } finally {
        this.#removals.delete(name);
        emit("backendRemoved", { backend: name });
      }
    })();
    this.#removals.set(name, removal);
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

  #probe(backends: readonly Backend[]): Promise<Verdict[]> {
    const options = this.#services.probing();
    return Promise.all(backends.map((backend) => probe(backend, options)));
  }

  async #take(backend: Backend, verdict: Verdict): Promise<void> {
    await this.#removals.get(backend.name)?.catch(() => {}); // Who removes it hears of its failure.
    if (!isAvailable(verdict)) return this.report({ backend: backend.name, ...verdict });
    if (this.#services.backends.find(backend.name) === backend) return;
    this.#register(backend);
    this.#unavailable.delete(backend.name);
    this.#devices.set(backend.name, verdict === true ? [] : verdict.devices);
    this.#services.sessions.admit(backend);
    this.#services.emit("backendAdded", { backend: backend.name });
  }

  /** The backend with all its memory types, or nothing of it. */
  #register(backend: Backend): void {
    const { backends, memoryTypes } = this.#services;
    backends.register(backend.name, backend);
    const registered: string[] = [];
    try {
      for (const type of backend.memoryTypes ?? []) {
        memoryTypes.register(type.name, type);
        registered.push(type.name);
      }
    } catch (error) {
      for (const name of registered) memoryTypes.unregister(name);
      backends.unregister(backend.name);
      throw error;
    }
  }
}
