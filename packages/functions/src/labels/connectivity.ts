import type { ArraySpec } from "@openhcs/core";

/** The broken rule, if an image has fewer axes than neighbours may differ in. */
export function checkConnectivity(image: ArraySpec | undefined, connectivity = 1): string | undefined {
  const rank = image?.shape.length ?? connectivity;
  return connectivity <= rank ? undefined : `of ${rank} axes have connectivity 1 to ${rank}, not ${connectivity}`;
}
