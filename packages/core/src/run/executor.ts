import { isOpenHcsError } from "../errors/openhcs-error.js";
import { BackendFailedError } from "../backend/backend-errors.js";
import { allocateWith } from "../array/allocation.js";
import { invokeByPlanes, planeCount } from "../function/planes.js";
import { mainOutputName, outputsOf } from "../function/returned.js";
import type { NdArray } from "../array/nd-array.js";
import type { PlannedCall } from "../plan/planned-call.js";
import { withinCall } from "./ambient.js";
import type { BodyContext } from "./body-context.js";
import type { CallResult } from "./call-record.js";
import { finishOutputs } from "./finish-outputs.js";
import type { HandedArrays } from "./handed-arrays.js";
import type { Limits } from "./limits.js";
import { asOutOfMemory, maxAttempts } from "./out-of-memory.js";
import type { RecordDraft } from "./record-draft.js";
import { FunctionFailedError } from "./run-errors.js";
import type { RunServices } from "./run-services.js";

type Values = Readonly<Record<string, unknown>>;

/** A planned call with its arrays, about to run. */
export interface ReadyCall {
  readonly plan: PlannedCall;
  readonly arrays: Values;
  readonly limits: Limits;
  readonly draft: RecordDraft;
  /** What the body sees of the call, and what library functions that it calls belong to. */
  readonly context: BodyContext;
  /** What those gave it. */
  readonly handed: HandedArrays;
  /** Tries where memory runs out; else as many as any call has. */
  readonly mostAttempts?: number;
  /** The same call planned for the host, where memory runs out for good; undefined where it cannot run there. */
  readonly planForHost: () => PlannedCall | undefined;
}

/** Does what a plan says: moves the inputs, runs the kernel, applies the dtype rule, frees what is not needed any more. */
export class Executor {
  readonly #services: RunServices;
  /** Errors of calls within calls that had all their tries. */
  readonly #givenUp = new WeakSet<Error>();

  constructor(services: RunServices) {
    this.#services = services;
  }

  /** With a handle of its own on every input: the caller may dispose of its handles meanwhile. */
  async execute(call: ReadyCall): Promise<CallResult> {
    const { identities } = this.#services;
    const { arrays, draft } = call;
    const given: Record<string, unknown> = {};
    let { plan } = call;
    draft.plannedAs(plan);
    try {
      for (const name in arrays) given[name] = identities.typeOf(arrays[name])?.retain(arrays[name]);
      for (draft.attempts = 1; ;) {
        try {
          return await this.#attempt(call, plan, given);
        } catch (error) {
          plan = await this.#planAgain(call, plan, error);
        }
      }
    } finally {
      for (const name in given) identities.discard(given[name]);
    }
  }

  /** Where memory ran out: the same plan with pooled memory freed, at last that for the host if the call says so. */
  async #planAgain({ draft, mostAttempts = maxAttempts, planForHost }: ReadyCall, plan: PlannedCall, error: unknown): Promise<PlannedCall> {
    const outOfMemory = asOutOfMemory(error, plan.memoryType);
    if (outOfMemory === undefined) throw error;
    if (draft.attempts < mostAttempts && !this.#givenUp.has(outOfMemory)) {
      await this.#services.trim();
      draft.attempts++;
      return plan;
    }
    this.#givenUp.add(outOfMemory);
    const mayFallBack = plan.request.options.onOutOfMemory === "host" && plan.memoryType !== "ndarray";
    const hostPlan = mayFallBack ? planForHost() : undefined;
    if (hostPlan === undefined) throw outOfMemory;
    draft.fallback = outOfMemory.message;
    return hostPlan;
  }

  async #attempt(call: ReadyCall, plan: PlannedCall, given: Values): Promise<CallResult> {
    const { draft, limits } = call;
    draft.ranAs(plan);
    const made: unknown[] = [];
    try {
      const inputs = lieReady(plan, given) ? given : await this.#gather(call, plan, given, made);
      limits.check();
      const returned = await this.#invoke(call, plan, inputs);
      const outputs = await finishOutputs(returned, inputs, plan, call, this.#services);
      return { value: outputs[mainOutputName(plan.request.entry.definition)], outputs, record: draft.succeed(outputs) };
    } finally {
      for (const array of made) this.#services.identities.discard(array);
    }
  }

  /** Every input on the plan's memory type, on the host packed unless the kernel takes strides. */
  async #gather({ limits, draft }: ReadyCall, plan: PlannedCall, given: Values, made: unknown[]): Promise<Values> {
    const { mover, clock, ledger, memoryTypes } = this.#services;
    const inputs: Record<string, unknown> = {};
    for (const name in given) {
      inputs[name] = given[name];
      const route = plan.routes[name] as PlannedCall["routes"][string];
      if (route.hops.length > 0) {
        const { memoryType, bytes } = plan.request.specs[name] as PlannedCall["request"]["specs"][string];
        const startUs = clock.monotonicUs();
        made.push(inputs[name] = await mover.move(given[name], memoryType, route, limits.signal));
        draft.moved(name, route, bytes, clock.monotonicUs() - startUs);
      }
      if (!takesPacked(plan)) continue;
      const array = inputs[name] as NdArray;
      const packed = array.packed();
      if (packed === array) continue;
      made.push(inputs[name] = packed);
      const type = memoryTypes.get(plan.memoryType);
      if (packed.storage !== array.storage) ledger.follow(type, packed, type.spec(packed));
    }
    return inputs;
  }

  #invoke(call: ReadyCall, plan: PlannedCall, inputs: Values): Promise<Values> {
    const { byPlanes, parameters } = plan.request;
    return byPlanes ? this.#invokeByPlanes(call, plan, inputs) : this.#invokeOnce(call, plan, inputs, parameters);
  }

  #invokeByPlanes(call: ReadyCall, plan: PlannedCall, inputs: Values): Promise<Values> {
    const { entry: { definition }, parameters } = plan.request;
    const type = this.#services.memoryTypes.get(plan.memoryType);
    call.draft.planes = planeCount(type.spec(Object.values(inputs)[0]).shape);
    return invokeByPlanes(definition, type, inputs, parameters, (planes, values) => {
      call.limits.check();
      return this.#invokeOnce(call, plan, planes, values);
    }, call.context.progress);
  }

  async #invokeOnce(call: ReadyCall, plan: PlannedCall, inputs: Values, parameters: Values): Promise<Values> {
    const { candidate: { backend, kernel }, device, memoryType, request: { entry: { definition, key }, options: { allocator, references } } } = plan;
    let returned: Values | undefined;
    try {
      if (backend === undefined || kernel === undefined) {
        const elsewhere = references?.run(definition, inputs, parameters, call.context);
        if (elsewhere !== undefined) return returned = outputsOf(definition, await elsewhere);
        const body = () => allocateWith(allocator, () => definition.reference(inputs as Readonly<Record<string, never>>, parameters, call.context));
        returned = outputsOf(definition, await withinCall(call.context, body));
        const waiting = call.limits.checkAfterWork();
        if (waiting !== undefined) await waiting;
        return returned;
      }
      const opening = this.#services.sessions.get(backend.name);
      const session = opening instanceof Promise ? await opening : opening;
      return returned = outputsOf(definition, await allocateWith(allocator, () => kernel.run(inputs, parameters, call.context.on(session, device))));
    } catch (error) {
      for (const output of Object.values(returned ?? {})) if (!Object.values(inputs).includes(output)) this.#services.identities.discard(output);
      const known = asOutOfMemory(error, memoryType) ?? (isOpenHcsError(error) ? error : undefined);
      throw known ?? (backend === undefined ? new FunctionFailedError(key, error) : new BackendFailedError(backend.name, "kernel", error, ` of ${definition.name}`));
    } finally {
      call.handed.freeBut(returned);
    }
  }
}

function takesPacked({ memoryType, candidate: { kernel } }: PlannedCall): boolean {
  return memoryType === "ndarray" && kernel?.strided !== true;
}

/** Whether a body can take the arrays as they are. */
function lieReady(plan: PlannedCall, arrays: Values): boolean {
  const packs = takesPacked(plan);
  for (const name in arrays) {
    if (plan.routes[name]?.hops.length !== 0 || (packs && !(arrays[name] as NdArray).isPacked)) return false;
  }
  return true;
}
