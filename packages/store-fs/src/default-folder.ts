import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where custom functions of this user belong on this platform: `~/.local/share/openhcs/custom_functions`, or as the XDG base directory specification says. */
export function defaultFolder({ env = process.env, platform = process.platform as NodeJS.Platform, home = homedir() } = {}): string {
  return join(dataFolder(env, platform, home), "openhcs", "custom_functions");
}

function dataFolder({ XDG_DATA_HOME: xdg, LOCALAPPDATA: local }: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  if (platform === "win32") return local ?? join(home, "AppData", "Local");
  if (platform === "darwin") return join(home, "Library", "Application Support");
  return join(home, ".local", "share");
}
