import type { NdArray } from "../array/nd-array.js";
import { convertDtype } from "../dtype-rule/convert.js";
import { resultDtype } from "../dtype-rule/result-dtype.js";
import { memoryTypesOf } from "../function/metadata.js";
import { byContract } from "../function/planes.js";
import { InvalidResultError } from "../function/returned.js";
import type { ResultKind } from "../function/output.js";
import type { PlannedCall } from "../plan/planned-call.js";
import { hostPlace } from "../transfer/place.js";
import type { ReadyCall } from "./executor.js";
import type { RunServices } from "./run-services.js";

/** Outputs as the caller gets them: own handles, of the dtype and memory type that are due, counted by the runtime. */
export async function finishOutputs(
  outputs: Readonly<Record<string, unknown>>, call: ReadyCall, plan: PlannedCall, held: Readonly<Record<string, unknown>>, services: RunServices,
): Promise<Record<string, unknown>> {
  const { definition } = plan.request.entry;
  const finished: Record<string, unknown> = {};
  try {
    for (const name in outputs) {
      const declared = definition.outputs[name];
      const isArray = declared?.type === "array" || (declared?.type ?? "any") === "any";
      if (declared?.type === "array") checkArray(outputs[name], name, declared.optional === true, definition.name, services);
      finished[name] = isArray ? await finishArray(outputs[name], declared?.result, call, plan, held, services) : outputs[name];
    }
    return finished;
  } catch (error) {
    for (const value of Object.values(finished)) services.identities.discard(value);
    throw error;
  }
}

function checkArray(value: unknown, name: string, optional: boolean, functionName: string, { identities }: RunServices): void {
  if (identities.typeOf(value) !== undefined || (optional && value === undefined)) return;
  throw new InvalidResultError(functionName, `its output "${name}" must be an array, returned ${typeof value}.`);
}

async function finishArray(
  value: unknown, kind: ResultKind | undefined, call: ReadyCall, plan: PlannedCall, held: Readonly<Record<string, unknown>>, services: RunServices,
): Promise<unknown> {
  const type = services.identities.typeOf(value);
  if (type === undefined) return value;
  const isInput = Object.values(held).includes(value);
  let result = isInput ? type.retain(value) : value;
  if (!isInput) services.ledger.follow(type, result, type.spec(result));
  if (kind !== undefined) result = await applyDtypeRule(result, kind, call, plan, services);
  result = await deliver(result, call, plan, services);
  const { entry: { definition }, specs } = plan.request;
  return byContract(definition, specs, services.identities.get(result).type, result);
}

async function applyDtypeRule(value: unknown, kind: ResultKind, call: ReadyCall, plan: PlannedCall, services: RunServices): Promise<unknown> {
  const { options: { dtypeConversion = "preserve", scaling = "saturate" }, specs } = plan.request;
  const { type, spec } = services.identities.get(value);
  const due = resultDtype(kind, dtypeConversion, Object.values(specs)[0]?.dtype);
  if (due === undefined || due === spec.dtype) return value;
  const policy = kind === "image" ? scaling : "saturate"; // Only intensities are ever rescaled.
  call.draft.conversion = { from: spec.dtype, to: due, scaling: policy };
  const host = spec.memoryType === "ndarray" ? value : await moveTo("ndarray", value, call, services);
  const converted = convertDtype(host as NdArray, due, policy);
  services.ledger.follow(services.memoryTypes.get("ndarray"), converted, services.identities.get(converted).spec);
  (host as NdArray).dispose();
  if (host !== value) type.dispose(value);
  return converted;
}

/** A body's result in the memory type that the function declares to return. */
async function deliver(value: unknown, call: ReadyCall, plan: PlannedCall, services: RunServices): Promise<unknown> {
  const { entry } = plan.request;
  if (plan.candidate.kernel !== undefined || entry.namespace === undefined) return value;
  const { type, spec } = services.identities.get(value);
  const { output } = memoryTypesOf(entry.definition);
  if (spec.memoryType === output) return value;
  try {
    return await moveTo(output, value, call, services);
  } finally {
    type.dispose(value);
  }
}

async function moveTo(memoryType: string, value: unknown, { limits, draft, plan }: ReadyCall, services: RunServices): Promise<unknown> {
  const { spec } = services.identities.get(value);
  const place = memoryType === "ndarray" ? hostPlace : { memoryType, device: services.graph.devices(memoryType)[0] ?? 0 };
  const route = services.graph.route(spec, place, plan.request.options);
  const startUs = services.clock.monotonicUs();
  const moved = await services.mover.move(value, spec.memoryType, route, limits.signal);
  draft.moved("result", route, spec.bytes, services.clock.monotonicUs() - startUs);
  return moved;
}
