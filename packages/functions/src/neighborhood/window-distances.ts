import type { Footprint } from "./footprint.js";

/** From a neighbourhood's first place to the members that `belongs` accepts, in an image of such strides. */
export function distancesOf({ shape, members }: Footprint, strides: readonly number[], belongs: (member: number) => boolean = () => true): Int32Array {
  const distances: number[] = [];
  for (const [member, is] of members.entries()) {
    if (is === 0 || !belongs(member)) continue;
    let distance = 0;
    for (let axis = shape.length - 1, rest = member; axis >= 0; axis--) {
      const extent = shape[axis] as number;
      distance += (rest % extent) * (strides[axis] as number);
      rest = Math.floor(rest / extent);
    }
    distances.push(distance);
  }
  return Int32Array.from(distances);
}
