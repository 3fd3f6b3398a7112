import { normalizeAxis, type Dtype, type FunctionDefinition, type Shape } from "@openhcs/core";
import { liesInStacks, unitScale } from "@openhcs/device/portable";
import { prewitt, scharr, sobel } from "@openhcs/functions";
import { difference, edgeKernel, type Boundary, type OutDtype, type Smoothing } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import { correlateAxes, keepsSingles, type AxisPass } from "./correlate-axes.js";
import { weightedSums } from "./weighted-sums.js";

interface Choices extends Boundary {
  readonly convention?: "skimage" | "scipy";
  readonly axis?: number | undefined;
  readonly outDtype?: OutDtype;
}

export const edgeKernels: readonly GpuKernel[] = [
  edges(sobel as FunctionDefinition, { skimage: [0.25, 0.5, 0.25], scipy: [1, 2, 1] }),
  edges(prewitt as FunctionDefinition, { skimage: [1 / 3, 1 / 3, 1 / 3], scipy: [1, 1, 1] }),
  edges(scharr as FunctionDefinition, { skimage: [3 / 16, 10 / 16, 3 / 16] }),
];

/** The difference along one axis, smoothed along the others; scikit-image's magnitude over all axes where none is chosen. */
function edges(definition: FunctionDefinition, smoothing: { readonly skimage: Smoothing; readonly scipy?: Smoothing }): GpuKernel {
  return gpuKernel(definition, {
    cost: { latencyUs: 300, gbPerSec: 2 },
    supports: (inputs, parameters) => takesEdges((inputs as Readonly<Record<string, { readonly dtype: Dtype; readonly shape: Shape }>>)["image"], parameters as unknown as Choices),
    run(inputs, parameters, work) {
      const { image } = inputs as Readonly<Record<"image", WebGpuArray>>;
      const { shape, dtype } = image;
      const { convention, axis, mode, cval } = parameters as unknown as Choices;
      const boundary = { mode, cval };
      if (convention === "scipy") return correlateAxes(work, image, passesOf(smoothing.scipy ?? smoothing.skimage, shape.length, axis ?? -1), { boundary });
      const chosen = axis === undefined && shape.length > 1 ? [...shape.keys()] : [normalizeAxis(axis ?? 0, shape.length)];
      return weightedSums(work, image, chosen.map((along) => edgeKernel(smoothing.skimage, shape.length, along)), { boundary, scale: unitScale(dtype) });
    },
  });
}

function takesEdges(image: { readonly dtype: Dtype; readonly shape: Shape } | undefined, { convention, outDtype }: Choices): true | string {
  const answer = keepsSingles(image?.dtype, outDtype);
  return answer === true && image !== undefined && convention !== "scipy" ? liesInStacks(image.shape, image.shape.map(() => 3)) : answer;
}

function passesOf(smoothing: Smoothing, rank: number, axis: number): readonly AxisPass[] {
  const along = normalizeAxis(axis, rank);
  const across = [...new Array<number>(rank).keys()].filter((each) => each !== along);
  return [{ axis: along, weights: Float64Array.from(difference) }, ...across.map((each) => ({ axis: each, weights: Float64Array.from(smoothing) }))];
}
