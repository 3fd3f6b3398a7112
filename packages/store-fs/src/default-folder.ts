import { join } from "node:path";
import { userFolder, type UserFolderOptions } from "./user-folder.js";

/** Where custom functions of this user belong on this platform: `~/.local/share/openhcs/custom_functions`, or as the XDG base directory specification says. */
export function defaultFolder(options: UserFolderOptions = {}): string {
  return join(userFolder("data", options), "custom_functions");
}
