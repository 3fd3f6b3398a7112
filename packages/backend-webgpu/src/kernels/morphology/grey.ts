import { isFloat, isInteger, type Dtype, type FunctionDefinition, type Shape } from "@openhcs/core";
import { blackTophat, greyClosing, greyDilation, greyErosion, greyOpening, morphologicalGradient, whiteTophat } from "@openhcs/functions";
import { greyDtype, greyPasses, type GreyChoices, type GreyStep } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { clampedFloat } from "../../wgsl/casts.js";
import { narrowed, valueType } from "../../wgsl/element.js";
import { gather } from "../../wgsl/shader.js";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import { extremeFilter, takesPasses } from "../neighborhood/extreme-filter.js";

const cost = { latencyUs: 400, gbPerSec: 1 } as const;
const [opening, closing] = [["erosion", "dilation"], ["dilation", "erosion"]] as const;

type Image = { readonly dtype: Dtype; readonly shape: Shape } | undefined;

/** Grey-scale morphology: erosions and dilations one after another, and differences of what they give. */
export const greyKernels: readonly GpuKernel[] = [
  steps(greyErosion, ["erosion"]),
  steps(greyDilation, ["dilation"]),
  steps(greyOpening, opening),
  steps(greyClosing, closing),
  gpuKernel(whiteTophat, {
    cost,
    supports: ({ image }, parameters) => takesSteps(image, tophatChoices(image, parameters), opening),
    run: async ({ image }, parameters, work) => difference(work, image, image, await takeSteps(work, image, tophatChoices(image, parameters), opening), parameters.convention),
  }),
  gpuKernel(blackTophat, {
    cost,
    supports: ({ image }, parameters) => takesSteps(image, parameters, closing),
    run: async ({ image }, parameters, work) => difference(work, image, await takeSteps(work, image, parameters, closing), image, parameters.convention),
  }),
  gpuKernel(morphologicalGradient, {
    cost,
    supports({ image }, parameters) {
      const answer = takesSteps(image, parameters, ["dilation"]);
      return answer === true ? takesSteps(image, parameters, ["erosion"]) : answer;
    },
    run: async ({ image }, parameters, work) =>
      difference(work, image, await takeSteps(work, image, parameters, ["dilation"]), await takeSteps(work, image, parameters, ["erosion"]), parameters.convention),
  }),
];

function steps(definition: FunctionDefinition, taken: readonly GreyStep[]): GpuKernel {
  return gpuKernel(definition as FunctionDefinition, {
    cost,
    supports: (inputs, parameters) => takesSteps((inputs as Readonly<Record<string, Image>>)["image"], parameters as unknown as GreyChoices, taken),
    run: (inputs, parameters, work) => takeSteps(work, (inputs as Readonly<Record<"image", WebGpuArray>>).image, parameters as unknown as GreyChoices, taken),
  });
}

function takesSteps(image: Image, choices: GreyChoices, taken: readonly GreyStep[]): true | string {
  if (image === undefined) return "needs an image";
  const { margin, passes } = greyPasses(image, choices, taken);
  return margin === undefined ? takesPasses(image, passes) : "leaves the even footprints of scikit-image's openings and closings to the reference";
}

function takeSteps(work: GpuWork, image: WebGpuArray, choices: GreyChoices, taken: readonly GreyStep[]): Promise<WebGpuArray> {
  return extremeFilter(work, image, greyPasses(image, choices, taken).passes);
}

/** scikit-image's opens as SciPy does. */
function tophatChoices(image: Image, parameters: GreyChoices): GreyChoices {
  const { convention, footprint = { shape: "cross", ndim: image?.shape.length ?? 1 } } = parameters;
  return convention === "skimage" ? { ...parameters, convention: "scipy", footprint } : parameters;
}

/** `minuend − subtrahend` in the dtype that grey-scale morphology gives for an image: modulo 2ⁿ, or saturated for cv2. */
async function difference(work: GpuWork, { dtype, shape }: WebGpuArray, minuend: WebGpuArray, subtrahend: WebGpuArray, convention: string): Promise<WebGpuArray> {
  const kept = greyDtype(dtype);
  const made = work.array(kept, shape);
  const shader = gather({
    name: "difference", reads: { A: minuend.dtype, B: subtrahend.dtype }, out: kept,
    code: `fn element_of(i: u32) -> OUT_v { let a = load_A(i); let b = load_B(i); return ${differenceOf(kept, convention === "cv2" && isInteger(dtype))}; }`,
  });
  await work.gather(shader, [minuend, subtrahend, made]);
  return made;
}

/** Saturated ones are of 8 and 16 bits, whose differences float32 holds. */
function differenceOf(dtype: Dtype, isSaturated: boolean): string {
  if (isFloat(dtype)) return "a - b";
  if (dtype === "bool") return "(a ^ b)";
  if (isSaturated) return clampedFloat(dtype, "f32(a) - f32(b)");
  return narrowed(dtype, valueType(dtype) === "u32" ? "(a - b)" : "bitcast<u32>(a - b)");
}
