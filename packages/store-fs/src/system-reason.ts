import { messageOf } from "@openhcs/core";

/** What the system says, such as "EACCES: permission denied", without the call and the paths in it, which may be temporary names. */
export function systemReason(error: unknown): string {
  return messageOf(error).replace(/, \w+(?: '.*')?$/s, "");
}
