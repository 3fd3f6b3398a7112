import { BackendFailedError } from "../backend/backend-errors.js";
import { isOpenHcsError } from "../errors/openhcs-error.js";
import { offersOf, type Offer } from "../memory/brought-forms.js";
import { FormNotOfferedError } from "../memory/interchange-errors.js";
import type { ExportForm, ImportForm, Interchange } from "../memory/interchange-form.js";
import { UnknownDeviceError } from "../memory/memory-errors.js";
import { limitsOf } from "../run/limits.js";
import { asOutOfMemory, maxAttempts } from "../run/out-of-memory.js";
import type { RunServices } from "../run/run-services.js";
import { isNew } from "../transfer/mover.js";
import type { TransferContext } from "../transfer/transfer.js";
import type { ArrayMoves } from "./array-moves.js";
import type { HandOverOptions, TakeInOptions, Loan } from "./runtime.js";

/** Arrays that a host hands over to other packages and processes, and takes in from them. */
export class Handovers {
  readonly #services: RunServices;
  readonly #moves: ArrayMoves;

  constructor(services: RunServices, moves: ArrayMoves) {
    this.#services = services;
    this.#moves = moves;
  }

  async export(value: unknown, form: string, { memoryType, ...options }: HandOverOptions): Promise<Loan> {
    const { identities } = this.#services;
    const moves = memoryType !== undefined || options.device !== undefined;
    const lent = moves ? await this.#moves.to(value, memoryType ?? identities.get(value).type.name, options) : value;
    const { type, spec } = identities.get(lent);
    const kept = type.retain(lent);
    if (lent !== value) type.dispose(lent);
    try {
      const offer = find("out", type.name, form, offersOf(type, this.#services.backends).exports);
      const loan = await this.#attempt(type.name, offer, { device: spec.device, fresh: false, signal: options.signal }, ({ form: offered }, context) => offered.export(kept, context), release);
      return endedOnce(loan);
    } finally {
      type.dispose(kept);
    }
  }

  async import(interchange: Interchange, memoryType: string, { device, copy = false, signal }: TakeInOptions): Promise<unknown> {
    const { memoryTypes, graph, ledger, backends } = this.#services;
    const type = memoryTypes.get(memoryType);
    const devices = graph.devices(memoryType);
    const target = device ?? devices[0] ?? 0;
    if (!devices.includes(target)) throw new UnknownDeviceError(memoryType, target, devices);
    const offer = find("in", memoryType, interchange.form, offersOf(type, backends).imports);
    const taken = await this.#attempt(memoryType, offer, { device: target, fresh: copy, signal }, ({ form }, context) => form.import(interchange, context), (late) => type.dispose(late));
    if (isNew(offer.form, taken)) ledger.follow(type, taken, type.spec(taken));
    if (!copy || offer.form.copies !== false) return taken;
    try {
      return await this.#moves.to(taken, memoryType, { copy, signal });
    } finally {
      type.dispose(taken);
    }
  }

  /** With pooled memory freed and another try where memory runs out. */
  async #attempt<Form extends ExportForm | ImportForm, Result>(
    memoryType: string, offer: Offer<Form>, { signal, ...where }: { readonly device: number; readonly fresh: boolean; readonly signal: AbortSignal | undefined },
    work: (offer: Offer<Form>, context: TransferContext) => Result | Promise<Result>, discard: (late: Result) => void,
  ): Promise<Result> {
    const limits = limitsOf(offer.form.form, signal === undefined ? {} : { signal });
    for (let attempt = 1; ; attempt++) {
      try {
        const running = this.#run(memoryType, offer, { ...where, signal: limits.signal }, work);
        this.#services.track(running);
        return await limits.guard(running, discard);
      } catch (error) {
        if (asOutOfMemory(error, memoryType) === undefined || attempt === maxAttempts) throw error;
        await this.#services.trim();
      }
    }
  }

  async #run<Form extends ExportForm | ImportForm, Result>(
    memoryType: string, offer: Offer<Form>, context: Omit<TransferContext, "session">, work: (offer: Offer<Form>, context: TransferContext) => Result | Promise<Result>,
  ): Promise<Result> {
    const session: unknown = offer.backend === undefined ? undefined : await this.#services.sessions.get(offer.backend);
    try {
      return await work(offer, { ...context, session });
    } catch (error) {
      const outOfMemory = asOutOfMemory(error, memoryType);
      if (outOfMemory !== undefined) throw outOfMemory;
      throw isOpenHcsError(error) ? error : new BackendFailedError(offer.backend ?? memoryType, "transfer", error, ` as ${offer.form.form}`);
    }
  }
}

function find<Form extends ExportForm | ImportForm>(direction: "out" | "in", memoryType: string, form: string, offers: readonly Offer<Form>[]): Offer<Form> {
  const offer = offers.find((each) => each.form.form === form);
  if (offer === undefined) throw new FormNotOfferedError(memoryType, form, direction, [...new Set(offers.map((each) => each.form.form))]);
  return offer;
}

function release(loan: Interchange): void {
  loan.release?.();
}

function endedOnce({ form, spec, handle, ...loan }: Interchange): Loan {
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    release({ form, spec, handle, ...loan });
  };
  return Object.freeze({ form, spec, handle, release: end, [Symbol.dispose]: end });
}
