import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** What a program keeps for its user: data that must not be lost, settings, and what can be made again. */
export type UserFolder = "data" | "config" | "cache";

export interface UserFolderOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

interface Places {
  /** Variable of the XDG base directory specification, which counts on every platform. */
  readonly variable: string;
  readonly linux: string;
  readonly darwin: string;
  /** Variable that names the folder on Windows, the folder below the home where it is not set, and what stands below ours. */
  readonly windows: readonly [variable: string, otherwise: string, below: string];
}

const places: Readonly<Record<UserFolder, Places>> = {
  data: { variable: "XDG_DATA_HOME", linux: ".local/share", darwin: "Library/Application Support", windows: ["LOCALAPPDATA", "AppData/Local", ""] },
  config: { variable: "XDG_CONFIG_HOME", linux: ".config", darwin: "Library/Preferences", windows: ["APPDATA", "AppData/Roaming", ""] },
  cache: { variable: "XDG_CACHE_HOME", linux: ".cache", darwin: "Library/Caches", windows: ["LOCALAPPDATA", "AppData/Local", "Cache"] },
};

/** Where OpenHCS keeps such things of this user on this platform: `~/.cache/openhcs`, or as the XDG base directory specification says. */
export function userFolder(what: UserFolder, { env = process.env, platform = process.platform, home = homedir() }: UserFolderOptions = {}): string {
  const { variable, linux, darwin, windows: [named, otherwise, below] } = places[what];
  const xdg = env[variable];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "openhcs");
  if (platform === "win32") return join(env[named] ?? join(home, otherwise), "openhcs", below);
  return join(home, platform === "darwin" ? darwin : linux, "openhcs");
}
