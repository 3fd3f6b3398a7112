/** Packages with native libraries are for Node. */
export function whyNotPeer(): Promise<string | undefined> {
  return Promise.resolve("is for Node");
}

export function loadPeer(): Promise<unknown> {
  return Promise.reject(new Error("is for Node"));
}

export function installed(): string {
  return "browser";
}
