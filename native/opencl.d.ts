import type { NativeDriver } from "./device.js";

export type * from "./device.js";

export type LoadedDriver =
  | { readonly addon: NativeDriver; readonly path: string; readonly reason?: undefined; readonly remedy?: undefined }
  | { readonly addon?: undefined; readonly reason: string; readonly remedy: string };

/** Loads the addon, once for each folder; never throws. */
export function loadOpenCl(options?: { readonly folder?: string }): LoadedDriver;
