import { asStack, stackSpec } from "../memory/as-stack.js";
import { formatUs } from "../plan/format.js";
import type { PlannedCall } from "../plan/planned-call.js";
import type { PatternPlan } from "../plan/plan.js";
import type { CallOptions } from "../run/call-options.js";
import type { CallResult } from "../run/call-record.js";
import type { Caller, CallerServices } from "../run/caller.js";
import { checkOptions } from "../run/check-options.js";
import { limitsOf } from "../run/limits.js";
import { resolveFunction } from "../run/prepare.js";
import type { RecordDraft } from "../run/record-draft.js";
import { ChainRun } from "./chain-run.js";
import { parsePattern } from "./parse-pattern.js";
import type { Pattern } from "./pattern.js";
import { InvalidPatternError } from "./pattern-errors.js";
import { fuseChain } from "./fuse-chain.js";
import { ForeseenArray, planChain } from "./plan-chain.js";
import { plansAsRun, type PlannedChain } from "./planned-chain.js";
import { RecentChains } from "./recent-chains.js";
import { patternInput, wireChain, type WiredStep } from "./wire-chain.js";

type Values = Readonly<Record<string, unknown>>;

/** Plans and runs function patterns. */
export class PatternRunner {
  readonly #caller: Caller;
  readonly #services: CallerServices;
  readonly #recent = new RecentChains();

  constructor(caller: Caller, services: CallerServices) {
    this.#caller = caller;
    this.#services = services;
    services.functions.events.on("changed", () => this.#recent.forget());
  }

  plan(pattern: Pattern, input: unknown, values: Values = {}, options: CallOptions = {}): PatternPlan {
    checkOptions(options);
    const chains = this.#prepare(pattern, input, values, options).map((chain) => ({ component: chain.component, plans: plansAsRun(chain) }));
    const components = Object.fromEntries(chains.map(({ component, plans }) => [component, plans]));
    const plans = chains.flatMap((chain) => chain.plans);
    const predictedUs = plans.reduce((total, plan) => total + plan.predictedUs, 0);
    const explain = () => [
      `pattern of ${plans.length} steps, about ${formatUs(predictedUs)}`,
      ...chains.flatMap((chain) => [...(chain.component === "" ? [] : [`${chain.component}:`]), ...chain.plans.map((plan, at) => `${at + 1}. ${plan.explain()}`)]),
    ].join("\n");
    return { components, predictedUs, explain };
  }

  /** Everything is checked and planned before anything runs. */
  call(pattern: Pattern, input: unknown, values: Values = {}, options: CallOptions = {}): Promise<CallResult> {
    return this.#caller.record("pattern", options, undefined, async (draft) => {
      checkOptions(options);
      const limits = limitsOf("pattern", options);
      limits.check();
      const chains = this.#prepare(pattern, input, values, options);
      const [only] = chains as [PlannedChain];
      const byComponent = only.component !== "";
      draft.called(Object.fromEntries(chains.map(({ component, image }) => [component || patternInput, image])), values);
      const { timeoutMs: _, ...rest } = options;
      const inner: CallOptions = { ...rest, signal: limits.binding };
      const work = byComponent ? this.#runComponents(chains, values, inner, draft) : this.#runChain(only, values, inner, draft);
      return limits.guard(work, ({ outputs }) => this.#discard(byComponent ? Object.values(outputs as Readonly<Record<string, Values>>) : [outputs]));
    });
  }

  async #runComponents(chains: readonly PlannedChain[], values: Values, options: CallOptions, draft: RecordDraft): Promise<CallResult> {
    const results: Record<string, CallResult> = {};
    try {
      for (const chain of chains) {
        results[chain.component] = await this.#caller.record(chain.component, options, draft.calls, (inner) => {
          inner.called({ [patternInput]: chain.image }, values);
          return this.#runChain(chain, values, options, inner);
        });
      }
    } catch (error) {
      this.#discard(Object.values(results).map(({ outputs }) => outputs));
      throw error;
    }
    const pick = (part: "value" | "outputs") => Object.fromEntries(Object.entries(results).map(([component, result]) => [component, result[part]]));
    return { value: pick("value"), outputs: pick("outputs"), record: draft.succeed({}) };
  }

  async #runChain(chain: PlannedChain, values: Values, options: CallOptions, draft: RecordDraft): Promise<CallResult> {
    const { image } = chain;
    const { type } = this.#services.identities.get(image);
    const lifted = asStack(type, image);
    try {
      const run = new ChainRun(chain, this.#caller, this.#services, options);
      const { value, outputs } = await run.run(lifted, values, draft.calls);
      return { value, outputs, record: draft.succeed(outputs) };
    } finally {
      if (lifted !== image) type.dispose(lifted);
    }
  }

  /** Frees the results of chains that nobody will receive. */
  #discard(chains: readonly Values[]): void {
    for (const outputs of chains) for (const output of Object.values(outputs)) this.#services.identities.discard(output);
  }

  #prepare(pattern: Pattern, input: unknown, values: Values, callOptions: CallOptions): readonly PlannedChain[] {
    const { identities, planner } = this.#services;
    const { signal: _signal, timeoutMs: _timeoutMs, onProgress: _onProgress, ...options } = callOptions;
    const spec = Object.keys(values).length === 0 ? identities.find(input) : undefined;
    if (spec === undefined) return this.#planAnew(pattern, input, values, options);
    const known = this.#recent.find({ pattern, spec, options }, planner().epoch);
    if (known !== undefined) return [{ ...known, image: input }];
    const chains = this.#planAnew(pattern, input, values, options);
    this.#recent.keep({ pattern, spec, options }, chains[0] as PlannedChain);
    return chains;
  }

  #planAnew(pattern: Pattern, input: unknown, values: Values, options: CallOptions): readonly PlannedChain[] {
    const { identities, memoryTypes } = this.#services;
    const parsed = parsePattern(pattern, (fn) => resolveFunction(fn, this.#services));
    const names = Object.keys(values);
    const chains = Object.entries(parsed.chains).map(([component, steps]) => ({ component, steps: wireChain(steps, names) }));
    const taken = new Set(chains.flatMap(({ steps }) => steps.flatMap((step) => Object.values(step.taken))));
    const unused = names.find((name) => !taken.has(name));
    if (unused !== undefined) throw new InvalidPatternError("", `no step takes the value "${unused}"; a step takes it by { from: "${unused}" }.`);
    const isArray = identities.typeOf(input) !== undefined;
    const arrays = parsed.byComponent ? arraysByComponent(input, Object.keys(parsed.chains), isArray) : { "": input };
    return chains.map(({ component, steps }) => {
      const plans = this.#planOne(steps, arrays[component], values, options);
      return { component, steps, image: arrays[component], plans, fusions: fuseChain(steps, plans, (name) => memoryTypes.get(name)) };
    });
  }

  #planOne(steps: readonly WiredStep[], image: unknown, values: Values, options: CallOptions): readonly PlannedCall[] {
    const { identities, planner } = this.#services;
    const { type, spec } = identities.get(image);
    const input = new ForeseenArray(stackSpec(type, spec));
    return planChain(steps, input, { ...values, [patternInput]: input }, options, planner(), identities);
  }
}

/** @throws InvalidPatternError where a component has none */
function arraysByComponent(input: unknown, components: readonly string[], isArray: boolean): Values {
  const arrays = (isArray ? {} : (input ?? {})) as Values;
  const missing = components.find((component) => arrays[component] === undefined);
  if (missing === undefined) return arrays;
  const given = isArray ? "one array" : Object.keys(arrays).join(", ") || "nothing";
  throw new InvalidPatternError(missing, `has no array; a pattern by component takes one for each of ${components.join(", ")}, received ${given}.`);
}
