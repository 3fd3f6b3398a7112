import { allocateWith } from "../array/allocation.js";
import { isNdArray, type NdArray } from "../array/nd-array.js";
import { convertDtype } from "../dtype-rule/convert.js";
import { scalingOf } from "../dtype-rule/result-dtype.js";
import type { Dtype } from "../array/dtype.js";
import { memoryTypesOf } from "../function/metadata.js";
import { byContract } from "../function/planes.js";
import { InvalidResultError, kindOf } from "../function/returned.js";
import type { ArrayOutput } from "../function/output.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { PlannedCall } from "../plan/planned-call.js";
import { hostPlace, type Place } from "../transfer/place.js";
import { canConvert, convertThere } from "./convert-there.js";
import { dueDtype } from "./due-dtype.js";
import type { ReadyCall } from "./executor.js";
import type { RunServices } from "./run-services.js";

type Values = Readonly<Record<string, unknown>>;

/** Outputs as the caller gets them: own handles, of the dtype and memory type that are due, counted by the runtime; all freed where one fails. */
export async function finishOutputs(outputs: Values, inputs: Values, plan: PlannedCall, call: ReadyCall, services: RunServices): Promise<Values> {
  const finishing = new Finishing(outputs, inputs, plan, call, services);
  try {
    call.limits.check();
    finishing.claim();
    for (const name in outputs) {
      const waiting = finishing.finish(name);
      if (waiting !== undefined) await waiting;
    }
    return finishing.outputs;
  } catch (error) {
    finishing.discard();
    throw error;
  }
}

class Finishing {
  /** What the body returned, replaced one by one. */
  readonly outputs: Record<string, unknown>;
  readonly #inputs: Values;
  readonly #plan: PlannedCall;
  readonly #call: ReadyCall;
  readonly #services: RunServices;

  constructor(outputs: Values, inputs: Values, plan: PlannedCall, call: ReadyCall, services: RunServices) {
    this.outputs = { ...outputs };
    this.#inputs = inputs;
    this.#plan = plan;
    this.#call = call;
    this.#services = services;
  }

  /** A handle for every name, also where a body gives back what it took, or one array twice; only fresh elements are counted. */
  claim(): void {
    const { identities, ledger } = this.#services;
    const taken = Object.values(this.#inputs);
    for (const name in this.outputs) {
      const value = this.outputs[name];
      const type = identities.typeOf(value);
      if (type === undefined) continue;
      if (taken.includes(value)) this.outputs[name] = type.retain(value);
      else if (!taken.some((other) => sharesElements(value, other))) ledger.follow(type, value, type.spec(value));
      taken.push(value);
    }
  }

  /** One output in its due dtype, place and shape. A promise only where something moves. @throws InvalidResultError */
  finish(name: string): Promise<void> | undefined {
    const { definition, namespace } = this.#plan.request.entry;
    const declared = definition.outputs[name];
    const value = this.outputs[name];
    const type = this.#services.identities.typeOf(value);
    if (type === undefined) {
      if (declared?.type !== "array" || (declared.optional === true && value === undefined)) return undefined;
      throw new InvalidResultError(definition.name, `its output "${name}" must be an array, returned ${kindOf(value)}.${namespace !== undefined && isValue(value) ? " Values go into an object after the array: return [image, { value }]." : ""}`);
    }
    const spec = type.spec(value);
    const due = dueDtype(this.#plan.request, declared) ?? spec.dtype;
    const home = this.#home(spec);
    if (due !== spec.dtype || home !== spec) return this.#bring(name, spec, due, home);
    this.#shape(name);
    return undefined;
  }

  discard(): void {
    const inputs = new Set(Object.values(this.#inputs));
    for (const value of Object.values(this.outputs)) if (!inputs.has(value)) this.#services.identities.discard(value);
  }

  /** Where a result belongs: where it is, unless a custom function declares to return another memory type. */
  #home(spec: ArraySpec): Place {
    const { candidate, request: { entry } } = this.#plan;
    if (candidate.kernel !== undefined || entry.namespace === undefined) return spec;
    const { output } = memoryTypesOf(entry.definition);
    return output === spec.memoryType ? spec : { memoryType: output, device: this.#services.graph.devices(output)[0] ?? 0 };
  }

  /**
   * Conversions are made where the array is if its memory type can, else on the host. From there a result goes home, unless the memory
   * type that it had cannot hold the new dtype.
   */
  async #bring(name: string, spec: ArraySpec, due: Dtype, home: Place): Promise<void> {
    if (due !== spec.dtype) await this.#convert(name, spec, due);
    const staysOnHost = home === spec && this.#services.memoryTypes.get(home.memoryType).dtypes?.includes(due) === false;
    if (!staysOnHost) await this.#move(name, home);
    this.#shape(name);
  }

  async #convert(name: string, { dtype: from, memoryType }: ArraySpec, to: Dtype): Promise<void> {
    const { entry: { definition }, options, parameters } = this.#plan.request;
    const scaling = scalingOf(definition.outputs[name] as ArrayOutput, parameters, options.scaling);
    const type = this.#services.memoryTypes.get(memoryType);
    const there = canConvert(type, from, to, scaling);
    if (!there) await this.#move(name, hostPlace);
    this.#call.draft.conversion = { from, to, scaling };
    const converted = there
      ? await convertThere(type, this.outputs[name], to, scaling, this.#services.backends)
      : allocateWith(options.allocator, () => convertDtype(this.outputs[name] as NdArray, to, scaling));
    this.#replace(name, converted);
    const { type: convertedType, spec } = this.#services.identities.get(converted);
    this.#services.ledger.follow(convertedType, converted, spec);
  }

  async #move(name: string, to: Place): Promise<void> {
    const { identities, graph, clock, mover } = this.#services;
    const { limits, draft } = this.#call;
    const value = this.outputs[name];
    const { spec } = identities.get(value);
    const route = graph.route(spec, to, this.#plan.request.options);
    if (route.hops.length === 0) return;
    const startUs = clock.monotonicUs();
    this.#replace(name, await mover.move(value, spec.memoryType, route, limits.signal));
    draft.moved(name, route, spec.bytes, clock.monotonicUs() - startUs);
  }

  #shape(name: string): void {
    const { entry: { definition }, specs } = this.#plan.request;
    if (definition.contract === undefined) return;
    const value = this.outputs[name];
    this.outputs[name] = byContract(definition, specs, this.#services.identities.get(value).type, value);
  }

  #replace(name: string, value: unknown): void {
    this.#services.identities.discard(this.outputs[name]);
    this.outputs[name] = value;
  }
}

/** Whether one is a view of the other; one made around the other's back keeps it alive. */
function sharesElements(value: unknown, other: unknown): boolean {
  if (isNdArray(other) && other.isDisposed) return false; // By the body, which is no reason to lose its result.
  if (storageOf(value) !== undefined && storageOf(value) === storageOf(other)) return true;
  if (!isNdArray(value) || !isNdArray(other) || !overlap(value.data, other.data)) return false;
  const kept = other.retain();
  value.storage.borrow(() => kept.dispose());
  return true;
}

/** What handles on the same elements have in common, as far as the value shows it. */
function storageOf(value: unknown): unknown {
  return (value as { readonly storage?: unknown }).storage;
}

function overlap(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;
}

/** What a function may tell besides an array. */
function isValue(value: unknown): boolean {
  return ["number", "bigint", "boolean", "string"].includes(typeof value);
}
