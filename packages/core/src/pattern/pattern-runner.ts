import { isNdArray, type NdArray } from "../array/nd-array.js";
import type { ArraySpec } from "../memory/array-spec.js";
import { formatUs } from "../plan/format.js";
import type { PatternPlan } from "../plan/plan.js";
import type { CallOptions } from "../run/call-options.js";
import type { CallResult } from "../run/call-record.js";
import type { Caller, CallerServices } from "../run/caller.js";
import { checkOptions } from "../run/check-options.js";
import { limitsOf } from "../run/limits.js";
import { resolveFunction } from "../run/prepare.js";
import type { RecordDraft } from "../run/record-draft.js";
import type { PatternInput } from "../runtime/runtime.js";
import { ChainRun } from "./chain-run.js";
import { parsePattern, type ParsedPattern } from "./parse-pattern.js";
import type { Pattern } from "./pattern.js";
import { InvalidPatternError } from "./pattern-errors.js";
import { ForeseenArray, planChain } from "./plan-chain.js";
import { patternInput, wireChain, type WiredStep } from "./wire-chain.js";

type Values = Readonly<Record<string, unknown>>;

/** Plans and runs function patterns. */
export class PatternRunner {
  readonly #caller: Caller;
  readonly #services: CallerServices;

  constructor(caller: Caller, services: CallerServices) {
    this.#caller = caller;
    this.#services = services;
  }

  plan(pattern: Pattern, input: PatternInput, values: Values = {}, options: CallOptions = {}): PatternPlan {
    checkOptions(options);
    const { parsed, chains } = this.#prepare(pattern, values);
    const components = Object.fromEntries(Object.entries(chains).map(([component, steps]) =>
      [component, this.#planOne(steps, inputOf(parsed, input, component), values, options)]));
    const predictedUs = Object.values(components).flat().reduce((total, plan) => total + plan.predictedUs, 0);
    const explain = () => [
      `pattern of ${Object.values(components).flat().length} steps, about ${formatUs(predictedUs)}`,
      ...Object.entries(components).flatMap(([component, plans]) => [...(component === "" ? [] : [`${component}:`]), ...plans.map((plan, at) => `${at + 1}. ${plan.explain()}`)]),
    ].join("\n");
    return { components, predictedUs, explain };
  }

  /** Everything is checked and planned before anything runs. */
  call(pattern: Pattern, input: PatternInput, values: Values = {}, options: CallOptions = {}): Promise<CallResult> {
    return this.#caller.record("pattern", options, undefined, async (draft) => {
      checkOptions(options);
      const { parsed, chains } = this.#prepare(pattern, values);
      const arrays = Object.fromEntries(Object.keys(chains).map((component) => [component, inputOf(parsed, input, component)]));
      draft.called(parsed.byComponent ? arrays : { [patternInput]: arrays[""] }, values);
      const limits = limitsOf("pattern", options);
      const { timeoutMs: _, ...rest } = options;
      const inner: CallOptions = { ...rest, signal: limits.signal };
      const work = parsed.byComponent
        ? this.#runComponents(chains, arrays, values, inner, draft)
        : this.#runChain(chains[""] as readonly WiredStep[], arrays[""], values, inner, draft);
      return limits.guard(work, ({ outputs }) => this.#discard(parsed.byComponent ? Object.values(outputs as Readonly<Record<string, Values>>) : [outputs]));
    });
  }

  async #runComponents(chains: Readonly<Record<string, readonly WiredStep[]>>, arrays: Values, values: Values, options: CallOptions, draft: RecordDraft): Promise<CallResult> {
    const results: Record<string, CallResult> = {};
    try {
      for (const [component, steps] of Object.entries(chains)) {
        results[component] = await this.#caller.record(component, options, draft.calls, (inner) => {
          inner.called({ [patternInput]: arrays[component] }, values);
          return this.#runChain(steps, arrays[component], values, options, inner);
        });
      }
    } catch (error) {
      this.#discard(Object.values(results).map(({ outputs }) => outputs));
      throw error;
    }
    const pick = (part: "value" | "outputs") => Object.fromEntries(Object.entries(results).map(([component, result]) => [component, result[part]]));
    return { value: pick("value"), outputs: pick("outputs"), record: draft.succeed({}) };
  }

  async #runChain(steps: readonly WiredStep[], image: unknown, values: Values, options: CallOptions, draft: RecordDraft): Promise<CallResult> {
    const lifted = lift(image);
    try {
      const plans = this.#planOne(steps, lifted, values, options);
      const run = new ChainRun(steps, plans, this.#caller, this.#services, options);
      const { value, outputs } = await run.run(lifted, values, draft.calls);
      return { value, outputs, record: draft.succeed(outputs) };
    } finally {
      if (lifted !== image) (lifted as NdArray).dispose();
    }
  }

  /** Frees the results of chains that nobody will receive. */
  #discard(chains: readonly Values[]): void {
    for (const outputs of chains) for (const output of Object.values(outputs)) this.#services.identities.discard(output);
  }

  #prepare(pattern: Pattern, values: Values): { parsed: ParsedPattern; chains: Readonly<Record<string, readonly WiredStep[]>> } {
    const parsed = parsePattern(pattern, (fn) => resolveFunction(fn, this.#services));
    const names = Object.keys(values);
    const chains = Object.fromEntries(Object.entries(parsed.chains).map(([component, steps]) => [component, wireChain(steps, names)]));
    const taken = new Set(Object.values(chains).flat().flatMap((step) => Object.values(step.taken)));
    const unused = names.find((name) => !taken.has(name));
    if (unused !== undefined) throw new InvalidPatternError("", `no step takes the value "${unused}"; a step takes it by { from: "${unused}" }.`);
    return { parsed, chains };
  }

  #planOne(steps: readonly WiredStep[], image: unknown, values: Values, options: CallOptions) {
    const { identities, planner } = this.#services;
    const input = new ForeseenArray(liftSpec(identities.get(image).spec));
    return planChain(steps, input, { ...values, [patternInput]: input }, options, planner(), identities);
  }
}

function inputOf({ byComponent, chains }: ParsedPattern, input: PatternInput, component: string): unknown {
  if (!byComponent) return input;
  const arrays = input as Readonly<Record<string, unknown>>;
  const array = isNdArray(input) ? undefined : arrays[component];
  if (array !== undefined) return array;
  const given = isNdArray(input) ? "one array" : Object.keys(arrays).join(", ") || "nothing";
  throw new InvalidPatternError(component, `has no array; a pattern by component takes one for each of ${Object.keys(chains).join(", ")}, received ${given}.`);
}

/** In a pattern images are stacks (Z or C, Y, X): a plane is a stack of one. */
function lift(image: unknown): unknown {
  return isNdArray(image) && image.rank === 2 ? image.expandDims(0) : image;
}

function liftSpec(spec: ArraySpec): ArraySpec {
  return spec.memoryType === "ndarray" && spec.shape.length === 2 ? { ...spec, shape: [1, ...spec.shape] } : spec;
}
