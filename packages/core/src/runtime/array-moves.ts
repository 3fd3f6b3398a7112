import { isNdArray } from "../array/nd-array.js";
import type { ArraySpec } from "../memory/array-spec.js";
import { UnknownDeviceError } from "../memory/memory-errors.js";
import { asOutOfMemory, maxAttempts } from "../run/out-of-memory.js";
import type { RunServices } from "../run/run-services.js";
import { limitsOf } from "../run/limits.js";
import { hostPlace, type Place } from "../transfer/place.js";
import { canBeFresh } from "../transfer/mover.js";
import type { Route } from "../transfer/route.js";
import type { MoveOptions, RouteOptions } from "./runtime.js";

/** Moves that a host asks for, outside of calls. */
export class ArrayMoves {
  readonly #services: RunServices;

  constructor(services: RunServices) {
    this.#services = services;
  }

  spec(value: unknown): ArraySpec {
    return this.#services.identities.get(value).spec;
  }

  dispose(value: unknown): void {
    this.#services.identities.get(value).type.dispose(value);
  }

  /** @param from an array of any memory type, or its spec */
  route(from: unknown, memoryType: string, options: RouteOptions): Route {
    const spec = this.#services.identities.find(from) ?? (from as ArraySpec);
    return this.#services.graph.route(spec, this.#target(spec, memoryType, options), options);
  }

  async to(value: unknown, memoryType: string, options: MoveOptions): Promise<unknown> {
    const { spec } = this.#services.identities.get(value);
    const target = this.#target(spec, memoryType, options);
    const route = this.#services.graph.route(spec, target, options);
    if (route.hops.length === 0) return options.copy === true ? this.#copy(value, spec, options) : value;
    const moved = await this.#move(value, spec, route, options);
    if (options.copy !== true || canBeFresh(route.hops)) return moved;
    try {
      return await this.#copy(moved, this.spec(moved), options);
    } finally {
      this.dispose(moved);
    }
  }

  /** On the host directly; elsewhere there and back. */
  async #copy(value: unknown, spec: ArraySpec, options: MoveOptions): Promise<unknown> {
    const { graph, ledger, memoryTypes } = this.#services;
    if (isNdArray(value)) {
      const copy = value.copy();
      ledger.follow(memoryTypes.get("ndarray"), copy, this.spec(copy));
      return copy;
    }
    const host = await this.#move(value, spec, graph.route(spec, hostPlace), options);
    try {
      return await this.#move(host, this.spec(host), graph.route(this.spec(host), spec), options);
    } finally {
      this.dispose(host);
    }
  }

  /** With pooled memory freed and another try where memory runs out. */
  async #move(value: unknown, { memoryType }: ArraySpec, route: Route, options: MoveOptions): Promise<unknown> {
    const limits = limitsOf("to", options.signal === undefined ? {} : { signal: options.signal });
    for (let attempt = 1; ; attempt++) {
      try {
        const work = this.#services.mover.move(value, memoryType, route, limits.signal, options.copy);
        this.#services.track(work);
        return await limits.guard(work, (late) => this.dispose(late));
      } catch (error) {
        if (asOutOfMemory(error, memoryType) === undefined || attempt === maxAttempts) throw error;
        await this.#services.trim();
      }
    }
  }

  /** The asked device; else the array's own where the memory type stays, else the first. */
  #target(spec: ArraySpec, memoryType: string, { device }: RouteOptions): Place {
    this.#services.memoryTypes.get(memoryType);
    const devices = this.#services.graph.devices(memoryType);
    if (device === undefined) return { memoryType, device: memoryType === spec.memoryType ? spec.device : (devices[0] ?? 0) };
    if (!devices.includes(device)) throw new UnknownDeviceError(memoryType, device, devices);
    return { memoryType, device };
  }
}
