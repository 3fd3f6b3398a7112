import type { SkippedFunction } from "@openhcs/core";

/** Why functions that image-js exports are none of the adapter's, by what their names say. */
const reasons: readonly (readonly [names: RegExp, reason: string])[] = [
  [/^[A-Z]/, "it is a class"],
  [/^(read|write|decode|encode|fetch)/, "it reads or writes files"],
  [/^(draw|paint|copyTo)/, "it draws on an image"],
  [/([cC]olor|^grey|Rgb|^split|^merge|Alpha|ToGrey|Pixel)/, "it is about colours; arrays here have one channel"],
  [/([kK]eypoint|Brief|Crosscheck|^crosscheck|bruteForce|Match|Score|IntensityCentroid|ClosePoints|order4)/, "it is about key points, which have no form here"],
  [/(Roi|^waterShed|BorderPoints|Convexity|getMask)/, "it is about regions or contours, which have no form here"],
];

export function leftOut(name: string): SkippedFunction {
  const [, reason = "the adapter does not know how it is called"] = reasons.find(([names]) => names.test(name)) ?? [];
  return { name, reason };
}
