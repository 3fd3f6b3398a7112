import { messageOf } from "../errors/openhcs-error.js";
import { formatHops } from "../transfer/graph.js";
import { formatPlace } from "../transfer/place.js";
import type { Route } from "../transfer/route.js";
import type { Candidate } from "./candidate.js";
import { formatBytes, formatUs } from "./format.js";
import type { Alternative, CallPlan, FusedPlace } from "./plan.js";
import type { PlanRequest } from "./planner.js";

interface Others {
  readonly ways: readonly PlannedCall[];
  readonly failures: ReadonlyMap<string, unknown>;
}

/** A call with its kernel and routes; what was not chosen is looked into only when somebody asks. */
export class PlannedCall implements CallPlan {
  readonly request: PlanRequest;
  readonly candidate: Candidate;
  readonly device: number;
  readonly routes: Readonly<Record<string, Route>>;
  readonly predictedUs: number;
  readonly fused?: FusedPlace;
  readonly #others: () => Others;

  constructor(request: PlanRequest, candidate: Candidate, device: number, routes: Readonly<Record<string, Route>>, predictedUs: number, others: () => Others, fused?: FusedPlace) {
    this.request = request;
    this.candidate = candidate;
    this.device = device;
    this.routes = routes;
    this.predictedUs = predictedUs;
    this.#others = others;
    if (fused !== undefined) this.fused = fused;
  }

  /** The same plan for a call whose arrays are just as foreseen. */
  forRequest(request: PlanRequest): PlannedCall {
    return new PlannedCall(request, this.candidate, this.device, this.routes, this.predictedUs, this.#others);
  }

  /** The same as a step that others are fused with. @param predictedUs of all in the first step, nothing in the others */
  fusedWith(fused: FusedPlace, predictedUs: number): PlannedCall {
    return new PlannedCall(this.request, this.candidate, this.device, this.routes, predictedUs, this.#others, fused);
  }

  get key(): string {
    return this.request.entry.key;
  }

  get kernel(): string {
    return this.candidate.label;
  }

  get memoryType(): string {
    return this.candidate.memoryType;
  }

  get alternatives(): readonly Alternative[] {
    const { ways, failures } = this.#others();
    return [
      ...ways.filter(({ kernel }) => kernel !== this.kernel).map(({ kernel, predictedUs }) => ({ kernel, predictedUs })),
      ...[...failures].map(([kernel, reason]) => ({ kernel, refused: messageOf(reason) })),
    ];
  }

  explain(): string {
    const { specs } = this.request;
    const moves = Object.entries(this.routes).map(([name, { hops, predictedUs }]) => {
      const { dtype, shape, bytes } = specs[name] as (typeof specs)[string];
      const way = hops.length === 0 ? "in place" : `${formatHops(hops)}, about ${formatUs(predictedUs)}`;
      return `  ${name}: ${dtype} [${shape.join(", ")}], ${formatBytes(bytes)}, ${way}`;
    });
    const others = this.alternatives.map(({ kernel, predictedUs, refused }) =>
      refused === undefined ? `  not chosen: ${kernel}, about ${formatUs(predictedUs ?? 0)}` : `  refused: ${kernel}: ${refused}`);
    const how = `${this.request.byPlanes ? " plane by plane" : ""}${this.fused === undefined ? "" : `, ${describeFused(this.fused)}`}`;
    const head = `${this.key} by ${this.kernel} on ${formatPlace(this)}${how}${isFollower(this.fused) ? "" : `, about ${formatUs(this.predictedUs)}`}`;
    return [head, ...moves, ...others].join("\n");
  }

  toJSON(): CallPlan {
    const { key, kernel, memoryType, device, predictedUs, fused, routes, alternatives } = this;
    return { key, kernel, memoryType, device, predictedUs, ...(fused === undefined ? {} : { fused }), routes, alternatives } as CallPlan;
  }
}

function describeFused({ at, steps }: FusedPlace): string {
  if (at > 0) return "fused with the step before";
  return steps === 2 ? "fused with the next step" : `fused with the next ${steps - 1} steps`;
}

function isFollower(fused: FusedPlace | undefined): boolean {
  return fused !== undefined && fused.at > 0;
}
