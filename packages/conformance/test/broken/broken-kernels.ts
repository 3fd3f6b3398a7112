import { setTimeout } from "node:timers/promises";
import type { TypedArray } from "@openhcs/core";
import { type Crate, type CrateArray, scaleKernel } from "../crate.js";
import { hoard, packed, type Broken, type Members } from "./broken.js";

type Run = typeof scaleKernel.run;

const computing = (members: Partial<typeof scaleKernel>): Members => ({ kernels: [{ ...scaleKernel, ...members }] });
const never = new Promise<never>(() => {});
const scratch = new Float32Array(2 ** 16);
let lastElements: TypedArray | undefined;

export const brokenKernels: readonly Broken[] = [
  {
    what: "a kernel that is wrong",
    members: computing({ run: spoilt((value) => value + 1) }),
    failing: "scaleBy on crate: agrees with the reference", message: /"image" is .* instead of/,
  },
  {
    what: "a kernel beyond the tolerance",
    members: computing({ run: spoilt((value) => value * (1 + 4e-4)) }),
    failing: "scaleBy on crate: agrees with the reference", message: /allclose/,
  },
  {
    what: "a kernel that sums more loosely than it says",
    members: computing({ accumulates: "float64", run: spoilt((value) => value * (1 + 1e-5)) }),
    failing: "scaleBy on crate: agrees with the reference", message: /rtol 0\.000001/,
  },
  {
    what: "a kernel that ignores a parameter",
    members: computing({ run: ((inputs, { factor }, context) => scaleKernel.run(inputs, { factor, rounds: 1 }, context)) as Run }),
    failing: "scaleBy on crate: agrees with the reference", message: /"rounds":3/,
  },
  {
    what: "a kernel that takes nothing",
    members: computing({ supports: () => "out of order" }),
    failing: "scaleBy on crate: agrees with the reference", message: /nothing was compared.*out of order/,
  },
  {
    what: "a kernel that answers yes or no",
    members: computing({ supports: (() => false) as never }),
    failing: "scaleBy on crate: answers true or the reason when asked whether it supports a call", message: /received false/,
  },
  {
    what: "a kernel whose answer is an exception",
    members: computing({ supports: () => { throw new Error("cannot say"); } }),
    failing: "scaleBy on crate: answers true or the reason when asked whether it supports a call", message: /cannot say/,
  },
  {
    what: "a kernel that writes into its input",
    members: computing({ run: (async (inputs, parameters, context) => {
      const scaled = await scaleKernel.run(inputs, parameters, context);
      (inputs.image as CrateArray).buffer.elements[0] = 77 as never;
      return scaled;
    }) as Run }),
    failing: "scaleBy on crate: never writes to its inputs", message: /after the call/,
  },
  {
    what: "a kernel that returns its input",
    members: computing({ dtypes: ["float32"], run: (({ image }) => image) as Run }),
    failing: "scaleBy on crate: returns none of its inputs", message: /returned as outputs/,
  },
  {
    what: "a kernel whose output lies in its input",
    members: computing({ dtypes: ["float32"], run: (({ image }, _, { session }) => {
      const array = image as CrateArray;
      const kept = array.buffer.elements;
      const output = packed(kept, array, session as Crate);
      output.storage.onFree(() => kept.fill(0 as never));
      return output;
    }) as Run }),
    failing: "scaleBy on crate: inputs outlive the outputs", message: /after the outputs were given up/,
  },
  {
    what: "a kernel whose input lies in its output",
    members: computing({ run: (async (inputs, parameters, context) => {
      const scaled = (await scaleKernel.run(inputs, parameters, context)) as CrateArray;
      const { elements } = scaled.buffer;
      (inputs.image as CrateArray).storage.onFree(() => elements.fill(0 as never));
      return scaled;
    }) as Run }),
    failing: "scaleBy on crate: outputs outlive the inputs", message: /after the inputs were given up/,
  },
  {
    what: "a kernel that reuses the memory of its last result",
    members: computing({ run: (async (inputs, parameters, context) => {
      const scaled = (await scaleKernel.run(inputs, parameters, context)) as CrateArray;
      const { elements } = scaled.buffer;
      const reused = lastElements?.length === elements.length ? lastElements : elements;
      (reused as Float32Array).set(elements as Float32Array);
      lastElements = reused;
      return packed(reused, scaled, context.session as Crate);
    }) as Run }),
    failing: "scaleBy on crate: a hundred calls at once give the results of one by one", message: /the result differs/,
  },
  {
    what: "a kernel with one scratch buffer for all calls",
    members: computing({ run: (async ({ image }, { factor, rounds }, { session }) => {
      const { buffer: { elements }, shape } = image as CrateArray;
      for (let i = 0; i < elements.length; i++) scratch[i] = elements[i] as number;
      await setTimeout(1);
      return packed(scratch.slice(0, elements.length).map((value) => value * factor ** rounds), { dtype: "float32", shape }, session as Crate);
    }) as Run }),
    failing: "scaleBy on crate: a hundred calls at once give the results of one by one", message: /the result differs/,
  },
  {
    what: "a kernel that keeps its temporaries",
    members: computing({ run: ((inputs, parameters, context) => {
      hoard.push((inputs.image as CrateArray).buffer.elements.slice());
      return scaleKernel.run(inputs, parameters, context);
    }) as Run }),
    failing: "scaleBy on crate: the process does not grow with the calls", message: /left behind in/,
  },
  {
    what: "a kernel that does what the reference refuses",
    members: computing({ supports: () => true }),
    failing: "scaleBy on crate: what the reference refuses it refuses with a code, and goes on", message: /should have been refused/,
  },
  {
    what: "a kernel that gives a scalar an axis",
    members: computing({ run: (async (inputs, parameters, context) => {
      const scaled = (await scaleKernel.run(inputs, parameters, context)) as CrateArray;
      return packed(scaled.buffer.elements, { dtype: "float32", shape: scaled.shape.length === 0 ? [1] : scaled.shape }, context.session as Crate);
    }) as Run }),
    failing: "scaleBy on crate: what the reference refuses it refuses with a code, and goes on", message: /dtype and shape of "image"/,
  },
  {
    what: "a kernel that is wrong in every call, one after an abort included",
    members: computing({ run: spoilt((value) => value + 1) }),
    failing: "scaleBy on crate: a call that is aborted beforehand is refused as ABORTED, and the next one is right", message: /the next call/,
  },
  {
    what: "a kernel that is lost after an abort",
    members: computing({ run: lostAfterAbort() }),
    failing: "scaleBy on crate: a call that is aborted on the way ends, and the next one is right", message: /lost/,
  },
  {
    what: "a kernel that hangs",
    members: computing({ run: (() => never) as unknown as Run }),
    failing: "scaleBy on crate: agrees with the reference", message: /did not settle/,
  },
];

function spoilt(by: (value: number) => number): Run {
  return (async (inputs, parameters, context) => {
    const right = (await scaleKernel.run(inputs, parameters, context)) as CrateArray;
    return packed((right.buffer.elements as Float32Array).map(by), right, context.session as Crate);
  }) as Run;
}

function lostAfterAbort(): Run {
  let isLost = false;
  return (async (inputs, parameters, context) => {
    context.signal.addEventListener("abort", () => { isLost = true; });
    await setTimeout(5);
    if (isLost) throw new Error("the queue is lost");
    return scaleKernel.run(inputs, parameters, context);
  }) as Run;
}
