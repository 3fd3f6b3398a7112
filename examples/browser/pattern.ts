import type { Chain, Runtime, Step } from "@openhcs/core";

/** From an image of bright nuclei to their labels. */
export const pattern = [
  ["gaussian", { sigma: 2 }],
  ["whiteTophat", { footprint: { shape: "disk", radius: 20 } }],
  "thresholdOtsu",
  "label",
] as const satisfies Chain;

/** The pattern by the kernels of one backend as far as it has them; the plan chooses the others. */
export function patternOn(backend: string, runtime: Runtime): Chain {
  return pattern.map((step): Step => {
    const [name, parameters = {}] = typeof step === "string" ? [step] : step;
    const kernel = `${backend}:${name}`;
    return [runtime.describe(name).kernels.includes(kernel) ? kernel : name, parameters];
  });
}
