import assert from "node:assert/strict";
import type { Kernel } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { perKernel } from "../declarations.js";
import { withKernel } from "../instrument.js";
import { isTaken, trialsOf } from "../trials.js";

/** "May I?" answers `true` or the reason, for every call that the function allows. */
export const kernelSupport: Check = (declared) =>
  perKernel(declared, "answers true or the reason when asked whether it supports a call", async (subject, implementation) => {
    const { kernel } = implementation;
    if (kernel.supports === undefined) skip("declares no limits beyond its dtypes");
    const answers: unknown[] = [];
    const supports = listeningTo(kernel, (answer) => answers.push(answer));
    const runtime = await subject.runtime(withKernel(subject.backend, kernel, { supports }));
    for (const trial of trialsOf(implementation, { shapes: [[24, 31], [3, 12, 13], [1, 1], [0, 5]] })) isTaken(runtime, subject, implementation, trial, trial.arrays);
    assert.ok(answers.length > 0, "was never asked");
    for (const answer of answers) {
      const isAnswer = answer === true || (typeof answer === "string" && answer.trim() !== "");
      assert.ok(isAnswer, `the answer must be true or a reason in words, received ${answer instanceof Error ? `the error "${answer.message}"` : JSON.stringify(answer)}`);
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
