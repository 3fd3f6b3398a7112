import type { FusableStep, FusedInput, FusedKernel } from "../backend/fusion.js";
import { sameShape } from "../array/layout.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { MemoryType } from "../memory/memory-type.js";
import { PlannedCall } from "../plan/planned-call.js";
import type { ArrayIdentity, CallRecord, MoveRecord } from "../run/call-record.js";
import type { FusedCall } from "../run/caller.js";
import { predictUs } from "../transfer/cost.js";
import type { ArraySource } from "./array-source.js";

/** An array that a fused kernel is given, as the input of the step that takes it first. */
export interface OuterArray {
  readonly source: ArraySource;
  readonly step: number;
  readonly input: string;
}

interface Fusion {
  readonly first: number;
  /** Of the steps, by which they would run alone. */
  readonly plans: readonly PlannedCall[];
  readonly outer: readonly OuterArray[];
  readonly steps: readonly FusableStep[];
  readonly kernel: FusedKernel;
  readonly type: MemoryType;
  /** Output of the last step. */
  readonly main: string;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

const nothing = Object.freeze({});
const none = Object.freeze([]);

/** Steps of a chain that run as one kernel: a call whose arrays are those that the steps take from outside. */
export class FusedSteps implements FusedCall {
  readonly first: number;
  readonly last: number;
  readonly outer: readonly OuterArray[];
  readonly plan: PlannedCall;
  /** Of the steps, as they run: the first with the predicted time of all. */
  readonly plans: readonly PlannedCall[];
  readonly #steps: readonly FusableStep[];

  constructor(fusion: Fusion) {
    const { first, plans, outer, steps } = fusion;
    this.first = first;
    this.last = first + plans.length - 1;
    this.outer = outer;
    this.plan = planOf(fusion);
    this.plans = plans.map((plan, at) => plan.fusedWith({ at, steps: plans.length }, at === 0 ? this.plan.predictedUs : 0));
    this.#steps = steps;
  }

  split(whole: CallRecord, nextId: () => string): readonly CallRecord[] {
    const ids = this.plans.map((_, at) => (at === 0 ? whole.id : nextId()));
    const moves = this.plans.map((_, at) => whole.moves.flatMap((move) => this.#moveOf(move, this.first + at)));
    const laterUs = moves.slice(1).flat().reduce((total, { durationUs }) => total + durationUs, 0);
    return this.plans.map((plan, at) => {
      const { predictedUs, request: { parameters, entry: { version } } } = plan;
      const record: Writable<CallRecord> = {
        ...whole,
        id: ids[at] as string,
        key: plan.key,
        durationUs: at === 0 ? whole.durationUs - laterUs : (moves[at] as readonly MoveRecord[]).reduce((total, { durationUs }) => total + durationUs, 0),
        predictedUs,
        parameters,
        inputs: this.#inputsOf(whole, at),
        outputs: at === this.plans.length - 1 ? whole.outputs : nothing,
        moves: Object.freeze(moves[at] as readonly MoveRecord[]),
        calls: at === 0 ? whole.calls : none,
        fusedWith: Object.freeze(ids.filter((_id, other) => other !== at)),
      };
      if (whole.kernel !== undefined) record.kernel = plan.kernel;
      if (version !== undefined) record.version = version;
      return Object.freeze(record);
    });
  }

  /** The move of an array, in the record of the step that takes it first. */
  #moveOf(move: MoveRecord, step: number): MoveRecord[] {
    return this.outer.flatMap((array, at) => (array.step === step && move.name === outerName(at) ? [Object.freeze({ ...move, name: array.input })] : []));
  }

  #inputsOf(whole: CallRecord, at: number): CallRecord["inputs"] {
    const { inputs } = this.#steps[at] as FusableStep;
    const identities: Record<string, ArrayIdentity> = {};
    for (const name in inputs) {
      const from = inputs[name] as FusedInput;
      const identity = "outer" in from ? whole.inputs[outerName(from.outer)] : undefined;
      if (identity !== undefined) identities[name] = identity;
    }
    return Object.freeze(identities);
  }
}

/** Name of an outer array among the inputs of the kernel. */
export function outerName(at: number): string {
  return `array${at}`;
}

function planOf({ first, plans, outer, kernel, steps, type, main }: Fusion): PlannedCall {
  const [one] = plans as [PlannedCall];
  const { backend, memoryType } = one.candidate;
  const names = plans.map(({ request }) => request.entry.definition.name);
  const name = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const label = `${backend?.name}:${names.join("+")}`;
  const named = <Value>(of: (plan: PlannedCall, input: string) => Value) =>
    Object.fromEntries(outer.map(({ step, input }, at) => [outerName(at), of(plans[step - first] as PlannedCall, input)]));
  const specs = named(({ request }, input) => request.specs[input] as PlannedCall["request"]["specs"][string]);
  const routes = named((plan, input) => plan.routes[input] as PlannedCall["routes"][string]);
  const bytes = Object.values(specs).reduce((total, spec) => total + spec.bytes, 0);
  const movesUs = Object.values(routes).reduce((total, { predictedUs }) => total + predictedUs, 0);
  const definition = { name, documentation: "", inputs: named(() => ({ type: "array" })), parameters: {}, outputs: { [main]: { type: "array", result: "native" } } } as unknown as FunctionDefinition;
  const run = async (inputs: Readonly<Record<string, unknown>>, _parameters: unknown, context: never) =>
    checkResult(await kernel.run(outer.map((_, at) => inputs[outerName(at)]), context), type, steps);
  return new PlannedCall(
    { entry: { key: names.join(" + "), definition, trusted: true }, specs, parameters: {}, options: one.request.options, byPlanes: false },
    { label, memoryType, cost: kernel.cost, ...(backend === undefined ? {} : { backend }), kernel: { function: name, memoryType, cost: kernel.cost, run } },
    one.device, routes, movesUs + predictUs(kernel.cost, bytes), () => ({ ways: [], failures: new Map() }),
  );
}

/** No step comes after it that would notice. */
function checkResult(value: unknown, type: MemoryType, steps: readonly FusableStep[]): unknown {
  if (!type.is(value)) throw new TypeError(`the fused kernel gave no array of ${type.name}`);
  const { dtype, shape } = type.spec(value);
  const { dtype: due, inputs } = steps.at(-1) as FusableStep;
  const alike = Object.values(inputs)[0]?.spec.shape ?? shape;
  if ((due === undefined || due === dtype) && sameShape(shape, alike)) return value;
  type.dispose(value);
  throw new TypeError(`the fused kernel gave ${dtype} [${shape.join(", ")}], not ${due ?? dtype} [${alike.join(", ")}]`);
}
