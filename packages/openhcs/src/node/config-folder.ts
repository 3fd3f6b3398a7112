import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where settings of this user belong on this platform: `~/.config/openhcs`, or as the XDG base directory specification says. */
export function configFolder({ env = process.env, platform = process.platform as NodeJS.Platform, home = homedir() } = {}): string {
  const { XDG_CONFIG_HOME: xdg, APPDATA: roaming } = env;
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "openhcs");
  if (platform === "win32") return join(roaming ?? join(home, "AppData", "Roaming"), "openhcs");
  if (platform === "darwin") return join(home, "Library", "Preferences", "openhcs");
  return join(home, ".config", "openhcs");
}
