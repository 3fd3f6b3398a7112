import type { ArraySpec, Dtype, FilledParameters, FunctionDefinition, Inputs, Outputs, Parameters, Shape } from "@openhcs/core";
import { isHeld } from "../../memory/held-dtypes.js";
import type { WebGpuArray } from "../../session/gpu-array.js";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import type { Body, BodyDtypes, BodyOf } from "./body.js";
import type { Chain } from "./chain.js";
import { runChain } from "./run-chain.js";

/** A kernel that is known by what it does to single elements, so that it can be fused with others. */
export interface ElementwiseKernel extends GpuKernel {
  readonly fusable: true;
  readonly body: BodyOf;
}

export const elementwiseCost = { latencyUs: 200, gbPerSec: 5 } as const;

/** A kernel of an elementwise function with one array as output. Arrays that would have to be broadcast are others'. */
export function elementwiseKernel<I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O>(
  definition: FunctionDefinition<I, P, O, Main>, composed: BodyOf<FilledParameters<P>>,
): GpuKernel {
  const body: BodyOf<FilledParameters<P>> = (dtypes, parameters) => held(composed(dtypes, parameters));
  const traits = { fusable: true as const, body, boundBytes: 0, cost: elementwiseCost };
  return gpuKernel<I, P, O, Main>(definition, {
    ...traits,
    supports(specs, parameters) {
      const [first, ...others] = Object.values(specs) as readonly ArraySpec[];
      if (first !== undefined && others.some(({ shape }) => extentsOf(shape) !== extentsOf(first.shape))) return "leaves broadcasting to the reference";
      const made = body(dtypesOf(specs), parameters);
      return typeof made === "string" ? made : true;
    },
    run(inputs, parameters, work) {
      const given = Object.entries(inputs).filter((entry): entry is [string, WebGpuArray] => entry[1] !== undefined);
      const made = body(Object.fromEntries(given.map(([name, { dtype }]) => [name, dtype])), parameters);
      if (typeof made === "string") throw new Error(`${definition.name} ${made}`);
      const chain: Chain = {
        outer: given.map(([, { dtype }]) => dtype),
        steps: [{ body: made, inputs: Object.fromEntries(given.map(([name], outer) => [name, { outer }])), dtype: made.dtype }],
      };
      return runChain(chain, given.map(([, array]) => array), work) as never;
    },
  });
}

function held(body: Body | string): Body | string {
  return typeof body === "string" || isHeld(body.dtype) ? body : `has no double precision, and so no ${body.dtype} for the result; another outDtype or computeDtype may do`;
}

function dtypesOf(specs: Readonly<Record<string, ArraySpec | undefined>>): BodyDtypes {
  return Object.fromEntries(Object.entries(specs).flatMap(([name, spec]): readonly [string, Dtype][] => (spec === undefined ? [] : [[name, spec.dtype]])));
}

/** Axes of one element before all others make no difference. */
function extentsOf(shape: Shape): string {
  const first = shape.findIndex((extent) => extent !== 1);
  return first < 0 ? "" : String(shape.slice(first));
}
