import type { Backend, DeviceFacts, UnavailableBackend } from "../backend/backend.js";
import { BackendUnavailableError } from "../backend/backend-errors.js";
import type { MeasuredCosts } from "../calibration/measured-costs.js";
import type { FunctionEntry } from "../function/entry.js";
import { messageOf } from "../errors/openhcs-error.js";
import type { Registry } from "../registry/registry.js";
import type { CallOptions } from "../run/call-options.js";
import { predictUs } from "../transfer/cost.js";
import type { TransferGraph } from "../transfer/graph.js";
import type { Route } from "../transfer/route.js";
import { bodyOf, kernelCandidate, lackOf, refusal, type CallFacts, type Candidate } from "./candidate.js";
import { PlannedCall } from "./planned-call.js";
import { NoKernelError } from "./plan-errors.js";

/** A call whose arguments are checked, on its way to a plan. */
export interface PlanRequest extends CallFacts {
  readonly entry: FunctionEntry;
  readonly options: CallOptions;
}

/** Chooses the kernel and the routes that cost least; replaceable by a host. */
export interface CallPlanner {
  /** Another number whenever the same request may be planned otherwise. A planner without one is asked anew whenever a pattern is run. */
  readonly epoch?: number;
  /** The cheapest way. @throws NoKernelError, BackendUnavailableError, and what the graph throws when there is but one kernel */
  plan(request: PlanRequest): PlannedCall;
  /** Every possible way, the cheapest first. */
  ways(request: PlanRequest): readonly PlannedCall[];
  /** Kernels that are installed for a function, the body last. */
  candidates(entry: FunctionEntry): readonly Candidate[];
}

/** What is known of backends without asking them. */
export interface KnownBackends {
  /** Another number whenever one of the answers below may have changed. */
  readonly epoch: number;
  /** Why one takes no new calls. */
  whyNot(backend: string): UnavailableBackend | undefined;
  /** What its probe told of a device. */
  factsOf(backend: Backend, device: number): DeviceFacts | undefined;
}

interface Considered {
  readonly ways: PlannedCall[];
  readonly failures: Map<string, unknown>;
}

export class Planner implements CallPlanner {
  readonly #graph: TransferGraph;
  readonly #backends: Registry<Backend>;
  readonly #known: KnownBackends;
  readonly #costs: MeasuredCosts;
  #kernels: Map<string, Candidate[]> | undefined;

  constructor(graph: TransferGraph, backends: Registry<Backend>, known: KnownBackends, costs: MeasuredCosts) {
    this.#graph = graph;
    this.#backends = backends;
    this.#known = known;
    this.#costs = costs;
    backends.events.on("changed", () => { this.#kernels = undefined; });
  }

  get epoch(): number {
    return this.#graph.epoch + this.#known.epoch;
  }

  plan(request: PlanRequest): PlannedCall {
    const { ways, failures } = this.#consider(request);
    let best = ways[0];
    for (const way of ways) if (way.predictedUs < (best as PlannedCall).predictedUs) best = way;
    if (best !== undefined) return best;
    const [only] = failures.values();
    if (failures.size === 1 && only instanceof Error) throw only;
    const reasons = [...failures].map(([label, reason]) => [label, messageOf(reason)]);
    throw new NoKernelError(request.entry.key, Object.fromEntries(reasons.length > 0 ? reasons : [this.#missing(request)]));
  }

  ways(request: PlanRequest): readonly PlannedCall[] {
    return this.#consider(request).ways.sort((a, b) => a.predictedUs - b.predictedUs);
  }

  candidates(entry: FunctionEntry): readonly Candidate[] {
    if (entry.namespace !== undefined) return [bodyOf(entry)];
    this.#kernels ??= this.#index();
    return [...(this.#kernels.get(entry.definition.name) ?? []), bodyOf(entry)];
  }

  #consider(request: PlanRequest): Considered {
    const { entry, options: { on } } = request;
    if (on !== undefined && on !== "reference") this.#insistOn(on);
    const considered: Considered = { ways: [], failures: new Map() };
    for (const candidate of this.candidates(entry)) {
      const backend = candidate.backend?.name;
      if (on !== undefined && on !== (backend ?? "reference")) continue;
      const reason = (backend === undefined ? undefined : this.#known.whyNot(backend)?.reason) ?? refusal(candidate, request, this.#graph.memoryType(candidate.memoryType));
      if (reason !== undefined) considered.failures.set(candidate.label, reason);
      else this.#place(candidate, request, considered);
    }
    return considered;
  }

  /** A candidate on the device where the call costs least, of those that have what it needs; where none has, one that is insisted on says so itself. */
  #place(candidate: Candidate, request: PlanRequest, { ways, failures }: Considered): void {
    const isInsistedOn = request.options.on !== undefined;
    const devices = this.#graph.devices(candidate.memoryType);
    const lacks = devices.map((device) => this.#lackOf(candidate, device, request));
    const isAnyAble = lacks.includes(undefined);
    let best: PlannedCall | undefined;
    let failure: unknown = lacks[0] ?? `no backend brings the memory type ${candidate.memoryType}`;
    for (const [at, device] of devices.entries()) {
      if (lacks[at] !== undefined && (isAnyAble || !isInsistedOn)) continue;
      try {
        const way = this.#way(candidate, device, request);
        if (best === undefined || way.predictedUs < best.predictedUs) best = way;
      } catch (error) {
        failure = error;
      }
    }
    if (best !== undefined) ways.push(best);
    else failures.set(candidate.label, failure);
  }

  #lackOf(candidate: Candidate, device: number, request: PlanRequest): string | undefined {
    return candidate.backend === undefined ? undefined : lackOf(candidate, request, this.#known.factsOf(candidate.backend, device));
  }

  #way(candidate: Candidate, device: number, request: PlanRequest): PlannedCall {
    const { specs, options } = request;
    const routes: Record<string, Route> = {};
    let bytes = 0;
    let moveUs = 0;
    for (const name in specs) {
      const spec = specs[name] as (typeof specs)[string];
      const route = this.#graph.route(spec, { memoryType: candidate.memoryType, device }, options);
      routes[name] = route;
      bytes += spec.bytes;
      moveUs += route.predictedUs;
    }
    return new PlannedCall(request, candidate, device, routes, moveUs + predictUs(this.#costs.ofCandidate(candidate, device), bytes), () => this.#consider({ ...request, options: withoutChoice(options) }));
  }

  #insistOn(name: string): void {
    const unavailable = this.#known.whyNot(name);
    if (unavailable !== undefined) throw new BackendUnavailableError(name, unavailable);
    this.#backends.get(name);
  }

  #missing({ entry, options: { on } }: PlanRequest): [string, string] {
    const others = this.candidates(entry).map(({ label }) => label).join(", ");
    return [on ?? entry.key, `no kernel of ${entry.definition.name}; there are ${others}`];
  }

  #index(): Map<string, Candidate[]> {
    const kernels = new Map<string, Candidate[]>();
    for (const backend of this.#backends) {
      for (const kernel of backend.kernels ?? []) {
        kernels.set(kernel.function, [...(kernels.get(kernel.function) ?? []), kernelCandidate(backend, kernel)]);
      }
    }
    return kernels;
  }
}

/** The options without an insistence, to see what else there was. */
function withoutChoice({ on: _, ...options }: CallOptions): CallOptions {
  return options;
}
