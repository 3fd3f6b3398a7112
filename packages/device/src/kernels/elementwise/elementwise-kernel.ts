import type { ArraySpec, Dtype, FilledParameters, FunctionDefinition, Inputs, Kernel, Outputs, Parameters } from "@openhcs/core";
import type { DeviceSession } from "../../session/device-session.js";
import { deviceKernel, type Array, type DeviceKernel } from "../device-kernel.js";
import type { BodyDtypes, BodyOf } from "./body.js";
import type { Chain } from "./chain.js";
import { broadcast, fitsBroadcast } from "./broadcast.js";
import { chainProgram, numbersOf } from "./chain-program.js";
import { rememberedBody } from "./remembered-body.js";

/** A kernel that is known by what it does to single elements, so that it can be fused with others. */
export interface ElementwiseKernel extends Kernel<DeviceSession> {
  readonly fusable: true;
  readonly body: BodyOf;
}

export const elementwiseCost = { latencyUs: 30, gbPerSec: 5 } as const;

/** A kernel of an elementwise function with one array as output, from what it does to one element. */
export function elementwiseKernel<I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O>(
  definition: FunctionDefinition<I, P, O, Main>, composed: BodyOf<FilledParameters<P>>,
): DeviceKernel {
  const body = rememberedBody(composed);
  const traits = {
    cost: elementwiseCost,
    accumulates: "float64" as const,
    fusable: true,
    body,
    supports(specs: { readonly [Name in keyof I]?: ArraySpec }, parameters: FilledParameters<P>): true | string {
      const made = body(dtypesOf(specs), parameters);
      return typeof made === "string" ? made : fitsBroadcast(Object.values(specs).filter((spec): spec is ArraySpec => spec !== undefined));
    },
  };
  return deviceKernel<I, P, O, Main>(definition, {
    ...traits,
    needsFp64(specs, parameters) {
      const made = body(dtypesOf(specs), parameters);
      return typeof made !== "string" && (made.needsFp64 === true || made.dtype === "float64");
    },
    async run(inputs, parameters, work) {
      const given = Object.entries(inputs).filter((entry): entry is [string, Array] => entry[1] !== undefined);
      const chain = chainOf(definition.name, given.map(([name, { dtype }]) => [name, dtype]), body as BodyOf, parameters);
      return await chainProgram(chain).run(await broadcast(given.map(([, array]) => array), work), numbersOf(chain), work) as never;
    },
  });
}

function dtypesOf(specs: Readonly<Record<string, ArraySpec | undefined>>): BodyDtypes {
  const dtypes: Record<string, Dtype> = {};
  for (const name in specs) {
    const spec = specs[name];
    if (spec !== undefined) dtypes[name] = spec.dtype;
  }
  return dtypes;
}

/** The chain of one call. */
function chainOf(name: string, arrays: readonly (readonly [string, Dtype])[], body: BodyOf, parameters: Readonly<Record<string, unknown>>): Chain {
  const made = body(Object.fromEntries(arrays) as BodyDtypes, parameters);
  if (typeof made === "string") throw new Error(`${name} ${made}`);
  const inputs = Object.fromEntries(arrays.map(([input], outer) => [input, { outer }]));
  return { outer: arrays.map(([, dtype]) => dtype), steps: [{ body: made, inputs, dtype: made.dtype }] };
}
