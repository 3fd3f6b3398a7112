import type { Backend } from "@openhcs/core";

/** What this page computes with where the browser can, the host references aside. */
export async function backends(): Promise<readonly Backend[]> {
  return [];
}
