import type { Dtype, FunctionDefinition, Shape } from "@openhcs/core";
import { binaryClosing, binaryDilation, binaryErosion, binaryOpening } from "@openhcs/functions";
import { binaryFootprint, mirrored, type BinaryChoices, type ExtremePass } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { truthOf } from "../../wgsl/casts.js";
import { gather } from "../../wgsl/shader.js";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import { extremeFilter, takesPasses } from "../neighborhood/extreme-filter.js";

type Step = "erosion" | "dilation";

/** More repetitions than this stop changing anything long before they end, which nobody looks after here. */
const mostIterations = 256;

/** Binary morphology, as minima and maxima of a mask. */
export const binaryKernels: readonly GpuKernel[] = [
  steps(binaryErosion, ["erosion"]),
  steps(binaryDilation, ["dilation"]),
  steps(binaryOpening, ["erosion", "dilation"]),
  steps(binaryClosing, ["dilation", "erosion"]),
];

function steps(definition: FunctionDefinition, taken: readonly Step[]): GpuKernel {
  return gpuKernel(definition as FunctionDefinition, {
    cost: { latencyUs: 400, gbPerSec: 1 },
    supports: (inputs, parameters) => takes((inputs as Readonly<Record<string, { readonly dtype: Dtype; readonly shape: Shape }>>)["image"], parameters as unknown as BinaryChoices, taken),
    run: (inputs, parameters, work) => take(work, (inputs as Readonly<Record<"image", WebGpuArray>>).image, parameters as unknown as BinaryChoices, taken),
  });
}

function takes(image: { readonly dtype: Dtype; readonly shape: Shape } | undefined, choices: BinaryChoices, taken: readonly Step[]): true | string {
  if (image === undefined) return "needs an image";
  const { iterations = 1 } = choices;
  if (iterations < 1) return "leaves iterations until nothing changes to the reference";
  if (iterations > mostIterations) return `leaves more than ${mostIterations} iterations to the reference`;
  return takesPasses({ dtype: "bool", shape: image.shape }, passesOf(image.shape.length, choices, taken));
}

async function take(work: GpuWork, image: WebGpuArray, choices: BinaryChoices, taken: readonly Step[]): Promise<WebGpuArray> {
  const mask = work.array("bool", image.shape);
  await work.gather(gather({ name: "foreground", reads: { IN: image.dtype }, out: "bool", code: `fn element_of(i: u32) -> OUT_v { let x = load_IN(i); return ${truthOf(image.dtype, "x")}; }` }), [image, mask]);
  return extremeFilter(work, mask, passesOf(image.shape.length, choices, taken));
}

function passesOf(rank: number, { convention, footprint: description, iterations = 1, borderValue = 0 }: BinaryChoices, taken: readonly Step[]): readonly ExtremePass[] {
  const footprint = binaryFootprint(description, rank);
  return taken.flatMap((step) => {
    const isErosion = step === "erosion";
    const cval = convention === "scipy" ? borderValue : Number(isErosion);
    const pass: ExtremePass = { extreme: isErosion ? "minimum" : "maximum", footprint: isErosion ? footprint : mirrored(footprint), boundary: { mode: "constant", cval } };
    return new Array<ExtremePass>(iterations).fill(pass);
  });
}
