import { sameShape } from "../array/layout.js";
import { refusal } from "../plan/candidate.js";
import type { PlannedCall } from "../plan/planned-call.js";
import type { ArraySpec } from "../memory/array-spec.js";
import { intoStack } from "../memory/as-stack.js";
import type { CallOptions } from "../run/call-options.js";
import type { CallRecord } from "../run/call-record.js";
import type { Caller, CallerServices } from "../run/caller.js";
import { prepareEntry } from "../run/prepare.js";
import { stepArguments, stepOptions } from "./plan-chain.js";
import { patternInput, type WiredStep } from "./wire-chain.js";

/** Runs the steps of one chain by their plans and frees what no later step needs. */
export class ChainRun {
  readonly #steps: readonly WiredStep[];
  readonly #plans: readonly PlannedCall[];
  readonly #caller: Caller;
  readonly #services: CallerServices;
  readonly #options: CallOptions;
  /** Arrays that steps made, which are freed unless they are results. */
  readonly #made = new Set<unknown>();

  constructor(steps: readonly WiredStep[], plans: readonly PlannedCall[], caller: Caller, services: CallerServices, options: CallOptions) {
    this.#steps = steps;
    this.#plans = plans;
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
      for (const [at, step] of this.#steps.entries()) {
        const result = await this.#step(step, at, flow, values, records);
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
    const { identities, memoryTypes, planner } = this.#services;
    const prepared = prepareEntry(step.entry, stepArguments(step, flow, values), stepOptions(step, this.#options), identities);
    const foreseen = this.#plans[at] as PlannedCall;
    const stands = sameSpecs(foreseen.request.specs, prepared.request.specs) && refusal(foreseen.candidate, prepared.request, memoryTypes.find(foreseen.memoryType)) === undefined;
    const plan = stands ? foreseen.forRequest(prepared.request) : planner().plan(prepared.request);
    const { outputs } = await this.#caller.callPlanned(prepared, plan, records);
    return this.#wrapPlane(outputs, step);
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

function sameSpecs(foreseen: Readonly<Record<string, ArraySpec>>, actual: Readonly<Record<string, ArraySpec>>): boolean {
  const names = Object.keys(actual);
  return names.length === Object.keys(foreseen).length && names.every((name) => {
    const [a, b] = [foreseen[name], actual[name] as ArraySpec];
    return a !== undefined && a.dtype === b.dtype && a.memoryType === b.memoryType && a.device === b.device && sameShape(a.shape, b.shape);
  });
}
