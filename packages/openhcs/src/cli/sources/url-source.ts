import { messageOf } from "@openhcs/core";
import { SourceUnavailableError } from "@openhcs/custom-functions";
import type { SourceKind } from "./fetched-source.js";
import { collected, sourceOf } from "./source-text.js";

const timeoutMs = 30_000;
const mostRedirects = 5;

/** `https://…` and `http://…`, within limits of time, size and redirects. */
export const urlSource: SourceKind = {
  matches: (reference) => /^https?:\/\//i.test(reference),
  fetch: async (reference) => {
    const { bytes, url } = await download(reference);
    return [sourceOf(bytes, reference, url.pathname)];
  },
};

async function download(reference: string): Promise<{ readonly bytes: Uint8Array; readonly url: URL }> {
  const signal = AbortSignal.timeout(timeoutMs);
  let url = checkedUrl(reference, reference);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await answer(reference, url, signal);
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) return { bytes: await body(reference, response), url };
    await response.body?.cancel();
    url = checkedUrl(reference, location, url);
  }
  throw new SourceUnavailableError(reference, `it redirects more than ${mostRedirects} times.`);
}

/** Redirects lead nowhere else than to the web, and never from an encrypted address to an open one. */
function checkedUrl(reference: string, address: string, from?: URL): URL {
  const url = URL.canParse(address, from?.href) ? new URL(address, from) : undefined;
  if (url === undefined) throw new SourceUnavailableError(reference, `${JSON.stringify(address)} is no address.`);
  if (!["https:", "http:"].includes(url.protocol)) throw new SourceUnavailableError(reference, `it redirects to ${url.protocol}, which is not of the web.`);
  if (from?.protocol === "https:" && url.protocol === "http:") throw new SourceUnavailableError(reference, `it redirects from https to http: ${url.href}`);
  if (url.username !== "" || url.password !== "") throw new SourceUnavailableError(reference, "an address with a password in it is refused; download the file and add it.");
  return url;
}

async function answer(reference: string, url: URL, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { redirect: "manual", signal, headers: { accept: "text/plain, */*" } }).catch((error: unknown) => { throw unreachable(reference, error); });
  if (response.status >= 400) {
    await response.body?.cancel();
    throw new SourceUnavailableError(reference, `the server says ${response.status} ${response.statusText}.`);
  }
  if (response.headers.get("content-type")?.startsWith("text/html") === true) {
    await response.body?.cancel();
    throw new SourceUnavailableError(reference, "it is a web page, not a source; give the address of the file itself.");
  }
  return response;
}

async function body(reference: string, { body: stream }: Response): Promise<Uint8Array> {
  try {
    return stream === null ? new Uint8Array() : await collected(stream, reference);
  } catch (error) {
    throw error instanceof SourceUnavailableError ? error : unreachable(reference, error);
  }
}

function unreachable(reference: string, error: unknown): SourceUnavailableError {
  if ((error as Error).name === "TimeoutError") return new SourceUnavailableError(reference, `it did not arrive within ${timeoutMs / 1000} s.`, { cause: error });
  return new SourceUnavailableError(reference, `it cannot be reached: ${messageOf((error as Error).cause ?? error)}.`, { cause: error });
}
