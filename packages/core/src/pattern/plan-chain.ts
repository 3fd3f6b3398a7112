import { pending } from "../function/check-arguments.js";
import { bytesPerElement } from "../array/dtype.js";
import { sizeOf } from "../array/layout.js";
import { resultDtype } from "../dtype-rule/result-dtype.js";
import { dtypeModeOf } from "../function/dtype-mode.js";
import { memoryTypesOf } from "../function/metadata.js";
import type { Outputs, ResultKind } from "../function/output.js";
import { resultKind } from "../function/result-kind.js";
import { planeSpecs } from "../function/planes.js";
import { takesArrays } from "../function/signature.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { CallPlanner, PlanRequest } from "../plan/planner.js";
import type { PlannedCall } from "../plan/planned-call.js";
import type { CallOptions } from "../run/call-options.js";
import { insistOn, prepareEntry, type ArrayFinder } from "../run/prepare.js";
import { formatPlace } from "../transfer/place.js";
import { patternInput, type WiredStep } from "./wire-chain.js";

/** An array that does not exist yet, but whose specification is foreseen. */
export class ForeseenArray {
  readonly spec: ArraySpec;
  constructor(spec: ArraySpec) {
    this.spec = spec;
  }
}

/** One way through the first steps, ending in some place. */
interface Way {
  readonly totalUs: number;
  readonly plans: readonly PlannedCall[];
  readonly flow: ForeseenArray;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * The cheapest way through all steps: a shortest path over step × memory type, so that a chain stays on a device where that pays.
 *
 * @param values what steps may take by name, arrays or foreseen ones
 */
export function planChain(
  steps: readonly WiredStep[], input: ForeseenArray, values: Readonly<Record<string, unknown>>, options: CallOptions, planner: CallPlanner, known: ArrayFinder,
): readonly PlannedCall[] {
  const finder: ArrayFinder = { find: (value) => (value instanceof ForeseenArray ? value.spec : known.find(value)) };
  let ways: readonly Way[] = [{ totalUs: 0, plans: [], flow: input, values }];
  for (const step of steps) ways = advance(ways, step, options, planner, finder);
  return cheapest(ways).plans;
}

function advance(ways: readonly Way[], step: WiredStep, options: CallOptions, planner: CallPlanner, finder: ArrayFinder): readonly Way[] {
  const best = new Map<string, Way>();
  for (const way of ways) {
    const { request } = prepareEntry(step.entry, stepArguments(step, way.flow, way.values), stepOptions(step, options), finder);
    for (const plan of planner.ways(request)) {
      const next = follow(way, step, plan, request);
      const place = formatPlace(next.flow.spec);
      if (next.totalUs < (best.get(place)?.totalUs ?? Infinity)) best.set(place, next);
    }
  }
  if (best.size > 0) return [...best.values()];
  const { flow, values } = cheapest(ways);
  planner.plan(prepareEntry(step.entry, stepArguments(step, flow, values), stepOptions(step, options), finder).request); // says why nothing can
  return [];
}

/** Arguments of a step: the image that flows, and what it was given or takes. */
export function stepArguments({ entry, given, taken }: WiredStep, flow: unknown, values: Readonly<Record<string, unknown>>): readonly unknown[] {
  const named = Object.fromEntries(Object.entries(taken).map(([argument, name]) => [argument, values[name] ?? pending]));
  return takesArrays(entry.definition) ? [flow, { ...given, ...named }] : [{ ...given, ...named }];
}

export function stepOptions({ entry, on }: WiredStep, options: CallOptions): CallOptions {
  return insistOn(on, entry, options);
}

function follow(way: Way, step: WiredStep, plan: PlannedCall, request: PlanRequest): Way {
  const outputs = foreseeOutputs(step, plan, request, way.flow.spec);
  const main = outputs[step.main];
  return {
    totalUs: way.totalUs + plan.predictedUs,
    plans: [...way.plans, plan],
    flow: step.flows && main instanceof ForeseenArray ? main : way.flow,
    values: { ...way.values, ...outputs, [patternInput]: way.values[patternInput] },
  };
}

function foreseeOutputs({ entry: { definition }, main }: WiredStep, plan: PlannedCall, request: PlanRequest, flow: ArraySpec): Record<string, unknown> {
  return Object.fromEntries(Object.entries(definition.outputs as Outputs).map(([name, output]) =>
    [name, output.type === "array" ? new ForeseenArray(foresee(plan, request, flow, resultKind(output, request.parameters), name === main)) : pending]));
}

/** Like the step's first array, or where it takes none like the one that flows, unless the definition says better. */
function foresee(plan: PlannedCall, { entry: { definition, namespace }, specs, parameters, options, byPlanes }: PlanRequest, flow: ArraySpec, kind: ResultKind, isMain: boolean): ArraySpec {
  const first = Object.values(specs)[0] ?? flow;
  const seen = byPlanes ? planeSpecs(specs) : specs;
  const alike = (Object.values(seen)[0] ?? flow).shape;
  const own = (isMain ? definition.outputShape?.(seen, parameters) : undefined) ?? alike;
  const stacked = byPlanes ? [...first.shape.slice(0, -2), ...own] : [...own];
  const shape = stacked.length === 2 && first.shape.length === 3 ? [1, ...stacked] : stacked;
  const mode = dtypeModeOf(definition, options.dtypeConversion);
  const dtype = resultDtype(kind, mode === "native" ? "preserve" : mode, first.dtype) ?? first.dtype;
  const memoryType = namespace === undefined ? plan.memoryType : memoryTypesOf(definition).output;
  return { dtype, shape, memoryType, device: memoryType === plan.memoryType ? plan.device : 0, bytes: sizeOf(shape) * bytesPerElement(dtype) };
}

function cheapest(ways: readonly Way[]): Way {
  return ways.reduce((best, way) => (way.totalUs < best.totalUs ? way : best));
}
