import { userFolder, type UserFolderOptions } from "@openhcs/store-fs/user-folder";

/** Where caches of this user belong on this platform: `~/.cache/openhcs`, or as the XDG base directory specification says. */
export function cacheFolder(options: UserFolderOptions = {}): string {
  return userFolder("cache", options);
}
