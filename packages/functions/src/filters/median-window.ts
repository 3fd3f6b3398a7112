import type { Shape } from "@openhcs/core";
import { describedFootprint, type Footprint } from "../neighborhood/footprint.js";
import { perAxis } from "../neighborhood/per-axis.js";

/** Parameters of `median` that decide over the neighbourhood. */
export interface MedianChoices {
  readonly convention: "scipy" | "cv2";
  readonly size?: number | readonly number[] | undefined;
  readonly footprint?: Readonly<Record<string, unknown>> | undefined;
  readonly kernelSize?: number | undefined;
}

/** The neighbourhood over which medians are taken: a box, or the footprint inside of it. */
export interface MedianWindow {
  readonly shape: Shape;
  readonly footprint?: Footprint;
}

/** The neighbourhood that checked parameters describe for an image of so many axes. */
export function medianWindow(rank: number, { convention, size = 1, footprint: description, kernelSize = 1 }: MedianChoices): MedianWindow {
  if (description === undefined) return { shape: perAxis(convention === "cv2" ? kernelSize : size, rank) };
  const footprint = describedFootprint(description, rank) as Footprint;
  return { shape: footprint.shape, footprint };
}
