import { isInteger } from "../array/dtype.js";
import { sameShape } from "../array/layout.js";
import { scalingOf } from "../dtype-rule/result-dtype.js";
import type { ArrayOutput } from "../function/output.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { PlannedCall } from "../plan/planned-call.js";
import { dueDtype } from "../run/due-dtype.js";
import { arraySource, isSameSource, producerOf, type ArraySource } from "./array-source.js";
import { FusedSteps, type OuterArray } from "./fused-steps.js";
import type { FusableStep, FusedInput, FusedKernel } from "../backend/fusion.js";
import type { WiredStep } from "./wire-chain.js";

/**
 * The runs of adjacent steps that one kernel can make: elementwise functions on one device, whose results in between nobody else needs
 * and whose backend fuses them. Of a run that the backend does not take whole, the longest beginning that it takes.
 *
 * @param plans of the steps, one each
 */
export function fuseChain(steps: readonly WiredStep[], plans: readonly PlannedCall[], typeOf: (name: string) => MemoryType): readonly FusedSteps[] {
  const chain = new FusableChain(steps, plans, typeOf);
  const found: FusedSteps[] = [];
  for (let at = 0; at < steps.length; at++) {
    const fused = chain.longestFrom(at);
    if (fused === undefined) continue;
    found.push(fused);
    at = fused.last;
  }
  return found;
}

class FusableChain {
  readonly #steps: readonly WiredStep[];
  readonly #plans: readonly PlannedCall[];
  readonly #typeOf: (name: string) => MemoryType;
  readonly #fusable: readonly boolean[];

  constructor(steps: readonly WiredStep[], plans: readonly PlannedCall[], typeOf: (name: string) => MemoryType) {
    this.#steps = steps;
    this.#plans = plans;
    this.#typeOf = typeOf;
    this.#fusable = plans.map((_, at) => this.#isFusable(at));
  }

  longestFrom(first: number): FusedSteps | undefined {
    let last = first;
    while (this.#goesOn(first, last + 1)) last++;
    for (; last > first; last--) {
      const fused = this.#isNeededOutside(first, last) ? undefined : this.#fuse(first, last);
      if (fused !== undefined) return fused;
    }
    return undefined;
  }

  /** Whether a step can continue the run that began with `first`: what flows into it has the shape of the first, and never moves. */
  #goesOn(first: number, at: number): boolean {
    const [one, before, next] = [this.#plans[first], this.#plans[at - 1], this.#plans[at]];
    if (one === undefined || before === undefined || next === undefined) return false;
    return this.#fusable[at - 1] === true && this.#fusable[at] === true
      && dueDtype(before.request, this.#output(at - 1)) !== undefined
      && next.candidate.backend === one.candidate.backend && next.memoryType === one.memoryType && next.device === one.device
      && sameShape(firstShape(next), firstShape(one));
  }

  #isFusable(at: number): boolean {
    const { entry: { definition }, flows, taken } = this.#steps[at] as WiredStep;
    const { candidate: { backend, kernel }, request: { specs, byPlanes } } = this.#plans[at] as PlannedCall;
    if (backend?.fuse === undefined || kernel?.fusable !== true || definition.elementwise !== true) return false;
    const hasOneOutput = flows && Object.keys(definition.outputs).length === 1;
    const [alike, ...others] = Object.values(specs).map(({ shape }) => shape);
    const areAlike = alike !== undefined && others.every((shape) => sameShape(shape, alike));
    const isPending = Object.entries(taken).some(([argument, name]) => !Object.hasOwn(specs, argument) && producerOf(this.#steps, at, name) !== undefined);
    return hasOneOutput && areAlike && !byPlanes && !isPending && !this.#needsWholeArray(at);
  }

  /** To rescale by the range of the data, all of it must be there first. */
  #needsWholeArray(at: number): boolean {
    const due = dueDtype((this.#plans[at] as PlannedCall).request, this.#output(at));
    return this.#scaling(at) === "minmax" && (due === undefined || isInteger(due));
  }

  #isNeededOutside(first: number, last: number): boolean {
    return this.#steps.some(({ taken }, at) => at > last && Object.values(taken).some((name) => {
      const producer = producerOf(this.#steps, at, name);
      return producer !== undefined && producer >= first && producer < last;
    }));
  }

  #fuse(first: number, last: number): FusedSteps | undefined {
    const outer: OuterArray[] = [];
    const steps = Array.from({ length: last - first + 1 }, (_, at) => this.#fusableStep(first, first + at, outer));
    const kernel = fusedKernel(this.#plans[first] as PlannedCall, steps);
    if (kernel === undefined) return undefined;
    const plans = this.#plans.slice(first, last + 1);
    return new FusedSteps({ first, plans, outer, steps, kernel, type: this.#typeOf((plans[0] as PlannedCall).memoryType), main: (this.#steps[last] as WiredStep).main });
  }

  #fusableStep(first: number, at: number, outer: OuterArray[]): FusableStep {
    const { candidate: { kernel }, memoryType, device, request } = this.#plans[at] as PlannedCall;
    const inputs = Object.entries(request.specs).map(([input, spec]): [string, FusedInput] => {
      const source = arraySource(this.#steps, at, input);
      const step = earlierStep(source, at, first);
      return [input, { spec: { ...spec, memoryType, device }, ...(step === undefined ? { outer: indexIn(outer, { source, step: at, input }) } : { step }) }];
    });
    const dtype = dueDtype(request, this.#output(at));
    return {
      kernel: kernel as NonNullable<typeof kernel>, parameters: request.parameters, inputs: Object.fromEntries(inputs),
      ...(dtype === undefined ? {} : { dtype }), scaling: this.#scaling(at),
    };
  }

  #scaling(at: number): FusableStep["scaling"] {
    const { options, parameters } = (this.#plans[at] as PlannedCall).request;
    return scalingOf(this.#output(at), parameters, options.scaling);
  }

  #output(at: number): ArrayOutput {
    const { entry: { definition }, main } = this.#steps[at] as WiredStep;
    return definition.outputs[main] as ArrayOutput;
  }
}

/** The step of the run, counted from its first, whose result a source is. */
function earlierStep(source: ArraySource, at: number, first: number): number | undefined {
  const producer = source.kind === "flow" ? at - 1 : source.kind === "named" ? source.producer : undefined;
  return producer === undefined || producer < first ? undefined : producer - first;
}

/** Every array from outside is given once, whoever takes it. */
function indexIn(outer: OuterArray[], array: OuterArray): number {
  const known = outer.findIndex(({ source }) => isSameSource(source, array.source));
  return known >= 0 ? known : outer.push(array) - 1;
}

/** A backend that throws when it is asked fuses nothing, and stops no plan. */
function fusedKernel({ candidate: { backend } }: PlannedCall, steps: readonly FusableStep[]): FusedKernel | undefined {
  try {
    return backend?.fuse?.(steps);
  } catch {
    return undefined;
  }
}

function firstShape({ request: { specs } }: PlannedCall): readonly number[] {
  return Object.values(specs)[0]?.shape ?? [];
}
