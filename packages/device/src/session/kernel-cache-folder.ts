import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where compiled kernels of this user are kept: `openhcs/kernels` in the platform's folder for caches. */
export function kernelCacheFolder({ env = process.env, platform = process.platform as NodeJS.Platform, home = homedir() } = {}): string {
  return join(cachesOf(env, platform, home), "openhcs", "kernels");
}

function cachesOf({ XDG_CACHE_HOME: xdg, LOCALAPPDATA: local }: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  if (platform === "win32") return local ?? join(home, "AppData", "Local");
  if (platform === "darwin") return join(home, "Library", "Caches");
  return join(home, ".cache");
}
