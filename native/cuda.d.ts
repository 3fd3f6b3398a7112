import type { NativeDriver } from "./device.js";

export type * from "./device.js";

export type LoadedDriver =
  | { readonly addon: NativeDriver; readonly path: string; readonly reason?: undefined; readonly remedy?: undefined }
  | { readonly addon?: undefined; readonly reason: string; readonly remedy: string };

/** Loads the addon, once for each folder; never throws. */
export function loadCuda(options?: { readonly folder?: string }): LoadedDriver;

/** The file that would be loaded; undefined where there is none. */
export function findCuda(options?: { readonly folder?: string }): string | undefined;
