import type { Footprint } from "../neighborhood/footprint.js";

/**
 * The footprint with a centre where `skimage.morphology` has it on even axes, for a minimum or maximum over it as it stands.
 *
 * In a plane (of any image): in the middle, to the left of it in the first step and to the right in the second. Else: as SciPy has it for the
 * step, without mirroring.
 */
export function leanedFootprint({ shape, centre, members }: Footprint, isPlane: boolean, isErosion: boolean, isFirst: boolean): Footprint {
  const leansLeft = isPlane ? isFirst : !isErosion;
  return { shape, centre: centre.map((at, axis) => (leansLeft && (shape[axis] as number) % 2 === 0 ? at - 1 : at)), members };
}
