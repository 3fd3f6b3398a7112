import assert from "node:assert/strict";
import type { Kernel } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { perKernel } from "../declarations.js";
import { KernelBench } from "../kernel-bench.js";
import { oneImage } from "../samples/shapes.js";

/** "May I?" answers `true` or the reason, for every call that the function allows. */
export const kernelSupport: Check = (declared) =>
  perKernel(declared, "answers true or the reason when asked whether it supports a call", async (subject, implementation) => {
    const { kernel } = implementation;
    if (kernel.supports === undefined) skip("declares no limits beyond its dtypes");
    const answers: unknown[] = [];
    const bench = await KernelBench.open(subject, implementation, { supports: listeningTo(kernel, (answer) => answers.push(answer)) });
    for (const trial of bench.trials({ shapes: [...oneImage, [1, 1], [0, 5]] })) bench.takes(trial, trial.arrays);
    assert.ok(answers.length > 0, "was never asked");
    for (const answer of answers) {
      const isAnswer = answer === true || (typeof answer === "string" && answer.trim() !== "");
      const received = answer instanceof Error ? answer.message : JSON.stringify(answer);
      assert.ok(isAnswer, `the answer must be true or a reason in words, received ${received}`);
    }
  });

/** Hears the kernel's answers; what it throws is one of them. */
function listeningTo(kernel: Kernel, hear: (answer: unknown) => void): NonNullable<Kernel["supports"]> {
  return (inputs, parameters) => {
    try {
      const answer = kernel.supports?.(inputs, parameters) ?? true;
      hear(answer);
      return answer;
    } catch (error) {
      hear(error);
      return String(error);
    }
  };
}
