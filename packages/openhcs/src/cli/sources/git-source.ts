import { SourceUnavailableError } from "@openhcs/custom-functions";
import { UsageError } from "../usage-error.js";
import type { FetchedSource, SourceKind } from "./fetched-source.js";
import { GitRepository } from "./git-repository.js";
import { innerPath, manifestFiles } from "./manifest-files.js";
import { sourceOf } from "./source-text.js";

const form = /^git\+(?<address>[^#]+?)(?:#(?:(?<commit>[\w][\w./-]*):)?(?<path>[^:]+)?)?$/;
const protocols = ["https:", "http:", "ssh:", "file:"];

/** `git+https://host/repository.git#path/file.ts`, of another commit than the newest as `#branch-or-tag:path`. */
export const gitSource: SourceKind = {
  matches: (reference) => reference.startsWith("git+"),
  async fetch(reference) {
    const { address = "", commit = "HEAD", path } = form.exec(reference)?.groups ?? {};
    const url = checkedAddress(reference, address);
    await using repository = await GitRepository.fetch(reference, url, commit);
    const files = path === undefined ? await namedFiles(repository, reference) : [path];
    const sources: FetchedSource[] = [];
    for (const file of files) sources.push(await fileOf(repository, file, reference, `git+${address}`));
    return sources;
  },
};

function checkedAddress(reference: string, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && protocols.includes(url.protocol) && !url.hostname.startsWith("-")) return url;
  throw new UsageError(`a git source is git+<address>#<path> with an address in ${protocols.map((name) => name.slice(0, -1)).join(", ")}, such as git+https://example.org/functions.git#spots.ts, received ${JSON.stringify(reference)}.`);
}

async function namedFiles(repository: GitRepository, reference: string): Promise<readonly string[]> {
  const manifest = await repository.read("package.json");
  return manifestFiles(manifest === undefined ? undefined : Buffer.from(manifest).toString(), reference, "name a file: #<path>.ts");
}

async function fileOf(repository: GitRepository, file: string, reference: string, address: string): Promise<FetchedSource> {
  const path = innerPath(file, reference);
  const bytes = await repository.read(path);
  if (bytes === undefined) throw new SourceUnavailableError(reference, `there is no file ${path} in the repository.`);
  return sourceOf(bytes, `${address}#${path}`, path);
}
