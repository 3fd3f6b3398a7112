import { lackOf, refusal } from "../plan/candidate.js";
import type { PlannedCall } from "../plan/planned-call.js";
import { sameSpec, type ArraySpec } from "../memory/array-spec.js";
import { intoStack } from "../memory/as-stack.js";
import type { CallOptions } from "../run/call-options.js";
import type { CallRecord } from "../run/call-record.js";
import type { Caller, CallerServices } from "../run/caller.js";
import { asOutOfMemory } from "../run/out-of-memory.js";
import { prepareEntry } from "../run/prepare.js";
import type { ArraySource } from "./array-source.js";
import { outerName, type FusedSteps } from "./fused-steps.js";
import type { PlannedChain } from "./planned-chain.js";
import { stepArguments, stepOptions } from "./plan-chain.js";
import { patternInput, type WiredStep } from "./wire-chain.js";

/** Runs the steps of one chain by their plans and frees what no later step needs. */
export class ChainRun {
  readonly #steps: readonly WiredStep[];
  readonly #plans: readonly PlannedCall[];
  readonly #fusions: readonly FusedSteps[];
  readonly #caller: Caller;
  readonly #services: CallerServices;
  readonly #options: CallOptions;
  /** Arrays that steps made, which are freed unless they are results. */
  readonly #made = new Set<unknown>();
  /** Why steps that were to be fused are not, by their positions. */
  readonly #alone = new Map<number, string>();

  constructor({ steps, plans, fusions }: PlannedChain, caller: Caller, services: CallerServices, options: CallOptions) {
    this.#steps = steps;
    this.#plans = plans;
    this.#fusions = fusions;
    this.#caller = caller;
    this.#services = services;
    this.#options = options;
  }

  /** The last step's main output as value; the image that flowed out and every named output as outputs. */
  async run(image: unknown, given: Readonly<Record<string, unknown>>, records: CallRecord[]): Promise<{ value: unknown; outputs: Record<string, unknown> }> {
    const outputs: Record<string, unknown> = {};
    let values: Record<string, unknown> = { ...given, [patternInput]: image };
    let flow = image;
    let value: unknown;
    try {
      for (let at = 0; at < this.#steps.length; at++) {
        const fused = this.#fusions.find(({ first }) => first === at);
        const together = fused === undefined ? undefined : await this.#together(fused, flow, values, records);
        if (fused !== undefined && together !== undefined) at = fused.last;
        const step = this.#steps[at] as WiredStep;
        const result = together ?? await this.#step(step, at, flow, values, records);
        for (const output of Object.values(result)) if (this.#services.identities.typeOf(output) !== undefined) this.#made.add(output);
        value = result[step.main];
        const { [step.main]: main, ...special } = result;
        Object.assign(outputs, special, step.flows ? {} : { [step.main]: main });
        values = { ...values, ...result, [patternInput]: image };
        flow = step.flows ? main : flow;
        this.#free(at, new Set([flow, value, ...Object.values(outputs)]), values);
      }
    } catch (error) {
      this.#free(this.#steps.length, new Set(), values);
      throw error;
    }
    if (flow === image) this.#keepInput(image, outputs);
    else outputs[patternInput] = flow;
    this.#free(this.#steps.length, new Set([value, ...Object.values(outputs)]), values);
    return { value, outputs };
  }

  /** By its plan, unless an earlier step gave something else than was foreseen, or that the kernel refuses; then by a plan of its own. */
  async #step(step: WiredStep, at: number, flow: unknown, values: Readonly<Record<string, unknown>>, records: CallRecord[]): Promise<Record<string, unknown>> {
    const { identities, planner } = this.#services;
    const prepared = prepareEntry(step.entry, stepArguments(step, flow, values), stepOptions(step, this.#options), identities);
    const foreseen = this.#plans[at] as PlannedCall;
    const plan = this.#stands(foreseen, prepared.request) ? foreseen.forRequest(prepared.request) : planner().plan(prepared.request);
    const { outputs } = await this.#caller.callPlanned(prepared, plan, records, this.#alone.get(at));
    return this.#wrapPlane(outputs, step);
  }

  #stands({ request, candidate, memoryType, device }: PlannedCall, now: PlannedCall["request"]): boolean {
    const { memoryTypes, factsOf } = this.#services;
    const { backend } = candidate;
    return sameSpecs(request.specs, now.specs) && refusal(candidate, now, memoryTypes.find(memoryType)) === undefined
      && (backend === undefined || now.options.on !== undefined || lackOf(candidate, now, factsOf(backend, device)) === undefined);
  }

  /** Steps by one kernel; undefined where that cannot be, so that they run one by one: arrays are other than foreseen, or memory runs out. */
  async #together(fused: FusedSteps, flow: unknown, values: Readonly<Record<string, unknown>>, records: CallRecord[]): Promise<Record<string, unknown> | undefined> {
    const { identities, trim } = this.#services;
    const arrays = Object.fromEntries(fused.outer.map(({ source }, at) => [outerName(at), valueOf(source, flow, values)]));
    const specs = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, identities.get(array).spec]));
    if (!sameSpecs(fused.plan.request.specs, specs)) return this.#runAlone(fused, "an array is other than foreseen");
    const { onOutOfMemory: _, ...options } = this.#options;
    const step = this.#steps[fused.last] as WiredStep;
    try {
      const value = await this.#caller.callFused({ arrays, request: { ...fused.plan.request, specs, options } }, fused, records);
      return this.#wrapPlane({ [step.main]: value }, step);
    } catch (error) {
      const outOfMemory = asOutOfMemory(error, fused.plan.memoryType);
      if (outOfMemory === undefined) throw error;
      await trim();
      return this.#runAlone(fused, outOfMemory.message);
    }
  }

  #runAlone({ first, last }: FusedSteps, reason: string): undefined {
    for (let at = first; at <= last; at++) this.#alone.set(at, `not fused: ${reason}`);
  }

  /** In a pattern an image function gives a stack: a plane becomes a stack of one. */
  #wrapPlane(outputs: Readonly<Record<string, unknown>>, { main, flows }: WiredStep): Record<string, unknown> {
    const type = flows ? this.#services.identities.typeOf(outputs[main]) : undefined;
    return type === undefined ? { ...outputs } : { ...outputs, [main]: intoStack(type, outputs[main]) };
  }

  /** The input stays the caller's, so a chain that only measures returns a handle of its own on it. */
  #keepInput(image: unknown, outputs: Record<string, unknown>): void {
    outputs[patternInput] = this.#services.identities.get(image).type.retain(image);
  }

  #free(at: number, results: ReadonlySet<unknown>, values: Readonly<Record<string, unknown>>): void {
    const needed = new Set(this.#steps.slice(at + 1).flatMap(({ taken }) => Object.values(taken).map((name) => values[name])));
    for (const array of this.#made) {
      if (results.has(array) || needed.has(array)) continue;
      this.#services.identities.typeOf(array)?.dispose(array);
      this.#made.delete(array);
    }
  }
}

function valueOf(source: ArraySource, flow: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (source.kind === "flow") return flow;
  return source.kind === "named" ? values[source.name] : source.value;
}

function sameSpecs(foreseen: Readonly<Record<string, ArraySpec>>, actual: Readonly<Record<string, ArraySpec>>): boolean {
  const names = Object.keys(actual);
  return names.length === Object.keys(foreseen).length && names.every((name) => {
    const known = foreseen[name];
    return known !== undefined && sameSpec(known, actual[name] as ArraySpec);
  });
}
