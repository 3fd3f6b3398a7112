import assert from "node:assert/strict";
import type { Backend, FunctionReference, Kernel, Pattern, PatternPlan, Runtime } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { download } from "../round-trip.js";
import { oneImage } from "../samples/shapes.js";
import type { Subject } from "../subject.js";
import { trialsOf, type Trial } from "../trials.js";

type Chain = Exclude<Pattern, FunctionReference>;

/** A fused kernel is nothing but its steps. */
export const fusion: Check = ({ backend }) => (backend.fuse === undefined ? [] : [{
  name: "what it fuses is what the steps give one by one, bit for bit",
  async run(subject) {
    const { fuse: _, ...unfused } = subject.backend;
    const [together, apart] = [await subject.runtime(), await subject.runtime(unfused)];
    let fused = 0;
    for (const { kernel, trial } of fusableTrials(subject)) {
      const pattern = twice(subject.backend, kernel, trial);
      const [image] = Object.values(trial.arrays);
      const plan = planOf(together, pattern, image);
      if (plan === undefined || !Object.values(plan.components).flat().some((step) => step.fused !== undefined)) continue;
      fused++;
      const answer = compareBits(await result(subject, together, pattern, image), await result(subject, apart, pattern, image));
      assert.ok(answer === true, `${kernel.function} twice, ${trial.what}: the fused kernel's result ${answer}`);
    }
    if (fused === 0) skip("fuses none of its kernels with itself");
  },
}]);

function* fusableTrials({ backend, functions, dtypes }: Subject): Generator<{ readonly kernel: Kernel; readonly trial: Trial }> {
  for (const kernel of backend.kernels ?? []) {
    const definition = functions.get(kernel.function);
    if (kernel.fusable !== true || definition?.elementwise !== true) continue;
    for (const trial of trialsOf({ kernel, definition }, { shapes: oneImage.slice(0, 1), examples: 1, dtypes })) yield { kernel, trial };
  }
}

function twice({ name }: Backend, { function: fn }: Kernel, { arrays, parameters }: Trial): Chain {
  const others = Object.fromEntries(Object.entries(arrays).slice(1));
  const step = [`${name}:${fn}`, { ...others, ...parameters }] as const;
  return [step, step];
}

/** Undefined where the function or the kernel does not take it. */
function planOf(runtime: Runtime, pattern: Chain, image: unknown): PatternPlan | undefined {
  try {
    return runtime.plan(pattern, image);
  } catch {
    return undefined;
  }
}

async function result(subject: Subject, runtime: Runtime, pattern: Chain, image: unknown) {
  const value = await subject.within("a pattern of two steps", () => runtime.run(pattern, image));
  const host = await download(subject, runtime, value);
  runtime.dispose(value);
  return host;
}
