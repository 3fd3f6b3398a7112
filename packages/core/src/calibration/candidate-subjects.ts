import type { NdArray } from "../array/nd-array.js";
import { checkArguments, type CheckedArguments } from "../function/check-arguments.js";
import type { ArrayArgument, ParameterArgument } from "../function/argument.js";
import type { FunctionContext } from "../function/context.js";
import type { FunctionEntry } from "../function/entry.js";
import { outputsOf } from "../function/returned.js";
import { lackOf, refusal, type Candidate } from "../plan/candidate.js";
import type { CallPlanner } from "../plan/planner.js";
import type { RunServices } from "../run/run-services.js";
import { formatPlace, type Place } from "../transfer/place.js";
import { Skipped, type Subject } from "./calibration.js";
import type { MeasuredCosts } from "./measured-costs.js";
import { commonDtype, sampleArray, sampleShape } from "./sample-arrays.js";
import { fitCost, timed, type Timing } from "./stopwatch.js";

type Values = Readonly<Record<string, unknown>>;

const smallSide = 64;
/** Of the large planes, the first that should end in time. */
const kernelSides = [1024, 512, 256, 128];
const referenceSides = [256, 128];
const limitUs = 250_000;

/** Kernels and bodies of the built-in functions, each with the first example of its function and planes of two sizes. */
export function candidateSubjects(
  entries: Iterable<FunctionEntry>, planner: CallPlanner, services: RunServices, costs: MeasuredCosts, isAsked: (backend: string) => boolean,
): readonly Subject[] {
  const builtIns = [...entries].filter(({ namespace }) => namespace === undefined);
  const candidates = builtIns.flatMap((entry) => planner.candidates(entry).map((candidate) => ({ entry, candidate })));
  return candidates.filter(({ candidate: { backend } }) => isAsked(backend?.name ?? "reference")).flatMap(({ entry, candidate }) =>
    services.graph.devices(candidate.memoryType).map((device): Subject => ({
      what: candidate.kernel === undefined ? candidate.label : `${candidate.label} on ${formatPlace({ memoryType: candidate.memoryType, device })}`,
      declared: candidate.cost,
      key: costs.candidateKey(candidate, device),
      measure: (signal) => measureCandidate(new Bench(entry, candidate, device, signal, services)),
    })));
}

/** After a run that does not count, for kernels are compiled in it; then the large plane, for code that is compiled as it runs is slow in the beginning. */
async function measureCandidate(bench: Bench) {
  await bench.time(smallSide, 0);
  const first = await bench.time(smallSide, 0);
  const inTime = (side: number) => first.us * (side / smallSide) ** 2 <= limitUs;
  const side = (bench.isBody ? referenceSides : kernelSides).find(inTime);
  if (side === undefined) return fitCost(first, undefined);
  const large = await bench.time(side);
  return fitCost(await bench.time(smallSide), large);
}

/** Runs one candidate on arrays of one size, without the planner and the dtype rule around it. */
class Bench {
  readonly #entry: FunctionEntry;
  readonly #candidate: Candidate;
  readonly #place: Place;
  readonly #signal: AbortSignal;
  readonly #services: RunServices;

  constructor(entry: FunctionEntry, candidate: Candidate, device: number, signal: AbortSignal, services: RunServices) {
    this.#entry = entry;
    this.#candidate = candidate;
    this.#place = { memoryType: candidate.memoryType, device };
    this.#signal = signal;
    this.#services = services;
  }

  get isBody(): boolean {
    return this.#candidate.kernel === undefined;
  }

  async time(side: number, withinUs = limitUs): Promise<Timing> {
    const { memoryTypes, clock, identities } = this.#services;
    const host = this.#sampleInputs(side);
    const type = memoryTypes.get(this.#place.memoryType);
    const inputs: Record<string, unknown> = {};
    try {
      for (const name in host) inputs[name] = await this.#move(host[name] as NdArray);
      const facts = this.#check(inputs);
      const refused = facts.byPlanes ? "it is called plane by plane" : refusal(this.#candidate, facts, type) ?? this.#lack(facts);
      if (refused !== undefined) throw new Skipped(refused);
      const bytes = Object.values(facts.specs).reduce((total, spec) => total + spec.bytes, 0);
      for (const input of Object.values(inputs)) await type.settled?.(input);
      const run = await this.#runner(inputs, facts.parameters);
      const us = await timed(clock, withinUs, async () => {
        const startUs = clock.monotonicUs();
        const outputs = Object.values(outputsOf(this.#entry.definition, await run()));
        try {
          for (const output of outputs) if (type.is(output)) await type.settled?.(output);
          return clock.monotonicUs() - startUs;
        } finally {
          for (const output of outputs) if (!Object.values(inputs).includes(output)) identities.discard(output);
        }
      });
      return { bytes, us };
    } finally {
      for (const array of [...Object.values(inputs), ...Object.values(host)]) identities.discard(array);
    }
  }

  #lack(facts: CheckedArguments): string | undefined {
    const { backend } = this.#candidate;
    return backend === undefined ? undefined : lackOf(this.#candidate, facts, this.#services.factsOf(backend, this.#place.device));
  }

  #check(inputs: Values): CheckedArguments {
    const [first, ...others] = Object.keys(inputs) as [string, ...string[]];
    const named = { ...this.#entry.definition.examples?.[0], ...Object.fromEntries(others.map((name) => [name, inputs[name]])) };
    return checkArguments(this.#entry, [inputs[first], named], (value) => this.#services.identities.find(value));
  }

  /** The arrays that the function needs; where it refuses these, those that it may be given too. */
  #sampleInputs(side: number): Readonly<Record<string, NdArray>> {
    const { inputs, parameters } = this.#entry.definition as { readonly inputs: Readonly<Record<string, ArrayArgument>>; readonly parameters: Readonly<Record<string, ParameterArgument>> };
    if (Object.keys(inputs).length === 0) throw new Skipped("it takes no arrays");
    if (Object.values(parameters).some(({ type }) => type === "file")) throw new Skipped("it works on files");
    const needed = this.#sampleArrays(Object.entries(inputs).filter(([, { optional }]) => optional !== true), side);
    try {
      this.#check(needed);
      return needed;
    } catch (refused) {
      const all = this.#sampleArrays(Object.entries(inputs), side);
      if (Object.keys(all).length === Object.keys(needed).length) throw refused;
      return all;
    }
  }

  #sampleArrays(inputs: readonly (readonly [string, ArrayArgument])[], side: number): Readonly<Record<string, NdArray>> {
    const { kernel, memoryType } = this.#candidate;
    const { dtypes: held } = this.#services.memoryTypes.get(memoryType);
    return Object.fromEntries(inputs.map(([name, argument], at) => {
      const dtype = commonDtype(argument.dtypes, held, at === 0 ? kernel?.dtypes : undefined);
      const shape = sampleShape(argument, side);
      if (dtype === undefined || shape === undefined) throw new Skipped(`there is no sample for its input "${name}"`);
      return [name, sampleArray(dtype, shape)];
    }));
  }

  #move(array: NdArray): Promise<unknown> {
    const { graph, mover, identities } = this.#services;
    return mover.move(array, "ndarray", graph.route(identities.get(array).spec, this.#place), this.#signal);
  }

  async #runner(inputs: Values, parameters: Values): Promise<() => unknown> {
    const { backend, kernel } = this.#candidate;
    const context = contextOf(this.#signal);
    if (backend === undefined || kernel === undefined) return () => this.#entry.definition.reference(inputs as never, parameters, context);
    const session: unknown = await this.#services.sessions.get(backend.name);
    return () => kernel.run(inputs, parameters, { ...context, session, device: this.#place.device });
  }
}

function contextOf(signal: AbortSignal): FunctionContext {
  return { signal, progress: () => {}, log: () => {}, run: () => Promise.reject(new Skipped("it calls other functions")) };
}
