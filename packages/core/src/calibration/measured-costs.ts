import type { Backend } from "../backend/backend.js";
import type { Candidate } from "../plan/candidate.js";
import type { Registry } from "../registry/registry.js";
import { isCost, type Cost } from "../transfer/cost.js";
import { formatPlace, type Place } from "../transfer/place.js";
import type { Transfer } from "../transfer/transfer.js";
import type { CostBook } from "./cost-book.js";

/** A transfer between two places, with the backends that brought it. */
export interface Connection {
  readonly from: Place;
  readonly to: Place;
  readonly transfer: Transfer;
  readonly backends: readonly (string | undefined)[];
}

/**
 * What transfers and kernels cost: as measured on this machine where that is known, else as declared.
 *
 * A measurement holds for the version and the fingerprint of the backend, and for one device.
 */
export class MeasuredCosts {
  readonly #book: CostBook;
  readonly #backends: Registry<Backend>;
  readonly #slowdownOf: (backend: Backend, device: number) => number;
  readonly #identities = new WeakMap<Backend, string>();
  /** Of kernels by device, for every plan asks. */
  #kernels = new WeakMap<Candidate, Map<number, Cost>>();

  /** @param slowdownOf how many times longer than declared the kernels of a backend take on a device */
  constructor(book: CostBook, backends: Registry<Backend>, slowdownOf: (backend: Backend, device: number) => number) {
    this.#book = book;
    this.#backends = backends;
    this.#slowdownOf = slowdownOf;
  }

  ofTransfer(connection: Connection): Cost {
    return this.#known(this.transferKey(connection)) ?? connection.transfer.cost;
  }

  ofCandidate(candidate: Candidate, device: number): Cost {
    if (candidate.kernel === undefined) return this.#known(candidate.label) ?? candidate.cost;
    let costs = this.#kernels.get(candidate);
    if (costs === undefined) this.#kernels.set(candidate, costs = new Map());
    let cost = costs.get(device);
    if (cost === undefined) costs.set(device, cost = this.#known(this.candidateKey(candidate, device)) ?? this.#declared(candidate, device));
    return cost;
  }

  #declared({ cost, backend }: Candidate, device: number): Cost {
    const slowdown = backend === undefined ? 1 : this.#slowdownOf(backend, device);
    return slowdown === 1 ? cost : { latencyUs: cost.latencyUs * slowdown, gbPerSec: cost.gbPerSec / slowdown };
  }

  /** Looks into the book anew: something was measured. */
  forget(): void {
    this.#kernels = new WeakMap();
  }

  transferKey({ from, to, transfer: { form, dtypes }, backends }: Connection): string {
    const by = backends.map((name) => this.#identity(name === undefined ? undefined : this.#backends.find(name))).join("+");
    return [by, "transfer", `${formatPlace(from)}->${formatPlace(to)}`, ...(form === undefined ? [] : [form]), ...(dtypes ?? [])].join(" ");
  }

  candidateKey({ label, memoryType, backend, kernel }: Candidate, device: number): string {
    return kernel === undefined ? label : `${this.#identity(backend)} kernel ${kernel.function} ${formatPlace({ memoryType, device })}`;
  }

  #known(key: string): Cost | undefined {
    try {
      const cost = this.#book.get(key);
      return isCost(cost) ? cost : undefined;
    } catch {
      return undefined; // A book that cannot be read leaves the declared costs.
    }
  }

  #identity(backend: Backend | undefined): string {
    if (backend === undefined) return "host";
    let identity = this.#identities.get(backend);
    if (identity === undefined) {
      identity = `${backend.name}@${backend.version ?? ""}#${fingerprintOf(backend)}`;
      this.#identities.set(backend, identity);
    }
    return identity;
  }
}

function fingerprintOf(backend: Backend): string {
  try {
    return backend.fingerprint?.() ?? "";
  } catch {
    return ""; // Its probe says what is wrong.
  }
}
