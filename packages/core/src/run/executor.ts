import { isOpenHcsError } from "../errors/openhcs-error.js";
import { BackendFailedError } from "../backend/backend-errors.js";
import type { FunctionContext } from "../function/context.js";
import { invokeByPlanes, planeCount } from "../function/planes.js";
import { mainOutputName, outputsOf } from "../function/returned.js";
import type { NdArray } from "../array/nd-array.js";
import type { PlannedCall } from "../plan/planned-call.js";
import { withinCall, type AmbientCall } from "./ambient.js";
import type { CallResult } from "./call-record.js";
import type { Limits } from "./limits.js";
import { asOutOfMemory, maxAttempts } from "./out-of-memory.js";
import type { RecordDraft } from "./record-draft.js";
import { finishOutputs } from "./finish-outputs.js";
import { FunctionFailedError } from "./run-errors.js";
import type { RunServices } from "./run-services.js";

/** A planned call with its arrays, about to run. */
export interface ReadyCall {
  readonly plan: PlannedCall;
  readonly arrays: Readonly<Record<string, unknown>>;
  readonly limits: Limits;
  readonly draft: RecordDraft;
  /** What library functions that the body calls belong to. */
  readonly ambient: AmbientCall;
  readonly context: FunctionContext;
  /** The same call planned for the host, where memory runs out for good. */
  planForHost(): PlannedCall;
}

/** Does what a plan says: moves the inputs, runs the kernel, applies the dtype rule, frees what is not needed any more. */
export class Executor {
  readonly #services: RunServices;

  constructor(services: RunServices) {
    this.#services = services;
  }

  async execute(call: ReadyCall): Promise<CallResult> {
    const { plan, draft } = call;
    draft.plannedAs(plan);
    const { options } = plan.request;
    for (;;) {
      draft.attempts++;
      try {
        return await this.#attempt(call, plan);
      } catch (error) {
        const outOfMemory = asOutOfMemory(error, plan.memoryType);
        if (outOfMemory === undefined) throw error;
        if (draft.attempts < maxAttempts) {
          await this.#services.trim();
          continue;
        }
        if (options.onOutOfMemory !== "host" || plan.memoryType === "ndarray") throw outOfMemory;
        draft.fallback = outOfMemory.message;
        return await this.#attempt(call, call.planForHost());
      }
    }
  }

  async #attempt(call: ReadyCall, plan: PlannedCall): Promise<CallResult> {
    const { draft, limits } = call;
    draft.ranAs(plan);
    const held: Record<string, unknown> = {};
    try {
      await this.#gather(call, plan, held);
      limits.check();
      const outputs = await this.#invoke(call, plan, held);
      const finished = await this.#finish(outputs, call, plan, held);
      return { value: finished[mainOutputName(plan.request.entry.definition)], outputs: finished, record: draft.succeed(finished) };
    } finally {
      for (const name in held) this.#services.memoryTypes.get(plan.memoryType).dispose(held[name]);
    }
  }

  /** Outputs that nobody will receive are freed. */
  async #finish(outputs: Record<string, unknown>, call: ReadyCall, plan: PlannedCall, held: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    try {
      call.limits.check();
      return await finishOutputs(outputs, call, plan, held, this.#services);
    } catch (error) {
      for (const output of Object.values(outputs)) this.#services.identities.typeOf(output)?.dispose(output);
      throw error;
    }
  }

  /** Every input on the plan's memory type, each by a handle of its own: the caller may dispose of its handles meanwhile. */
  async #gather({ arrays, limits, draft }: ReadyCall, plan: PlannedCall, held: Record<string, unknown>): Promise<void> {
    const { mover, clock } = this.#services;
    const { specs } = plan.request;
    for (const name in arrays) {
      const route = plan.routes[name] as (typeof plan.routes)[string];
      const { memoryType, bytes } = specs[name] as (typeof specs)[string];
      const startUs = clock.monotonicUs();
      held[name] = await mover.move(arrays[name], memoryType, route, limits.signal);
      if (route.hops.length > 0) draft.moved(name, route, bytes, clock.monotonicUs() - startUs);
    }
    if (plan.memoryType !== "ndarray" || plan.candidate.kernel?.strided === true) return;
    for (const name in held) {
      const array = held[name] as NdArray;
      held[name] = array.packed();
      if (held[name] !== array) array.dispose();
    }
  }

  #invoke(call: ReadyCall, plan: PlannedCall, inputs: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    const { byPlanes, parameters } = plan.request;
    return byPlanes ? this.#invokeByPlanes(call, plan, inputs) : this.#invokeOnce(call, plan, inputs, parameters);
  }

  #invokeByPlanes(call: ReadyCall, plan: PlannedCall, inputs: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    const { entry: { definition }, parameters } = plan.request;
    const type = this.#services.memoryTypes.get(plan.memoryType);
    call.draft.planes = planeCount(type.spec(Object.values(inputs)[0]).shape);
    return invokeByPlanes(definition, type, inputs, parameters, (planes, values) => {
      call.limits.check();
      return this.#invokeOnce(call, plan, planes, values);
    }, call.context.progress);
  }

  async #invokeOnce(
    call: ReadyCall, plan: PlannedCall, inputs: Readonly<Record<string, unknown>>, parameters: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> {
    const { candidate: { backend, kernel }, device, request: { entry: { definition, key } } } = plan;
    if (backend === undefined || kernel === undefined) {
      try {
        return outputsOf(definition, await withinCall(call.ambient, () => definition.reference(inputs as Readonly<Record<string, never>>, parameters, call.context)));
      } catch (error) {
        throw this.#typed(error, plan.memoryType, () => new FunctionFailedError(key, error));
      }
    }
    const session = await this.#services.sessions.get(backend.name);
    try {
      return outputsOf(definition, await kernel.run(inputs, parameters, { ...call.context, session, device }));
    } catch (error) {
      throw this.#typed(error, plan.memoryType, () => new BackendFailedError(backend.name, "kernel", error, ` of ${definition.name}`));
    }
  }

  #typed(error: unknown, memoryType: string, wrap: () => Error): unknown {
    return asOutOfMemory(error, memoryType) ?? (isOpenHcsError(error) ? error : wrap());
  }
}
