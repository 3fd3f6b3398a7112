import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where caches of this user belong on this platform: `~/.cache/openhcs`, or as the XDG base directory specification says. */
export function cacheFolder({ env = process.env, platform = process.platform as NodeJS.Platform, home = homedir() } = {}): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "openhcs");
  if (platform === "win32") return join(local ?? join(home, "AppData", "Local"), "openhcs", "Cache");
  if (platform === "darwin") return join(home, "Library", "Caches", "openhcs");
  return join(home, ".cache", "openhcs");
}
