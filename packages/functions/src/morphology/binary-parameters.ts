import type { ArraySpec } from "@openhcs/core";
import { checkFootprint, footprintParameter } from "../neighborhood/footprint.js";
import { binaryFootprint, hasCentre, type BinaryChoices } from "./binary-morphology.js";

/** Parameters of binary morphology by the definition of any peer. */
export const binaryParameters = {
  convention: { type: "string", choices: ["scipy", "skimage"], default: "scipy", description: "Whose definition is followed." },
  footprint: { ...footprintParameter, optional: true, description: `${footprintParameter.description} Default: the cross of the image's rank.` },
  iterations: {
    type: "integer", min: -1, max: 65535, default: 1, when: { convention: "scipy" },
    description: "How often each step is repeated; below 1 until nothing changes, for which the footprint must have its centre.",
  },
  borderValue: { type: "integer", min: 0, max: 1, default: 0, when: { convention: "scipy" }, description: "What lies beyond the border." },
} as const;

/** `true`, or which rule binary morphology of an image would break. */
export function checkBinary(image: ArraySpec | undefined, { footprint, iterations = 1 }: BinaryChoices): true | string {
  const rank = image?.shape.length ?? 1;
  const answer = footprint === undefined || checkFootprint(footprint, rank);
  if (answer !== true || iterations > 0 || hasCentre(binaryFootprint(footprint, rank))) return answer;
  return "must have a footprint with its centre where iterations go on until nothing changes: without it they may go on for ever";
}
