/** Why a backend does not work and what would help, as sentences. */
export function whyUnavailable({ reason = "", remedy = "" }: { readonly reason?: string; readonly remedy?: string }): string {
  return [reason, remedy].filter((part) => part !== "").map((part) => (/[.!?]$/.test(part) ? part : `${part}.`)).join(" ");
}
