import type { Chain, NdArray, Runtime, Step } from "@openhcs/core";

/** From an image of bright nuclei to their labels. */
export const pattern = [
  ["gaussian", { sigma: 2 }],
  ["whiteTophat", { footprint: { shape: "disk", radius: 20 } }],
  "thresholdOtsu",
  "label",
] as const satisfies Chain;

/** The pattern by the kernels of one backend, as far as it has them and they take what they would be given; the plan chooses the others. */
export function patternOn(backend: string, runtime: Runtime, image: NdArray): Chain {
  const chosen: Step[] = [];
  for (const step of pattern) {
    const [name, parameters = {}] = typeof step === "string" ? [step] : step;
    const insisting: Step = [`${backend}:${name}`, parameters];
    chosen.push(isPossible([...chosen, insisting], runtime, image) ? insisting : [name, parameters]);
  }
  return chosen;
}

function isPossible(steps: Chain, runtime: Runtime, image: NdArray): boolean {
  try {
    return runtime.plan(steps, image).predictedUs >= 0;
  } catch {
    return false;
  }
}
