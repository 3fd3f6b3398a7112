import { sentence } from "./sentence.js";

/** Why a backend does not work, as a sentence, and what would help, as it is: it may end with a command to copy. */
export function whyUnavailable({ reason = "", remedy = "" }: { readonly reason?: string; readonly remedy?: string }): string {
  if (reason === "" || remedy === "") return reason + remedy;
  return `${sentence(reason)} ${remedy}`;
}
