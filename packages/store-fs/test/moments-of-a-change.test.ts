import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashOf } from "../src/source-file.js";
import { SourceFolder } from "../src/source-folder.js";
import { storePaths } from "../src/store-paths.js";
import { VersionFiles } from "../src/version-files.js";
import { freshFolder } from "./fresh-folder.js";

/** A folder whose change, which is certain, is carried out while it is read: at the `moment`th look at a file. */
class ChangingFolder extends SourceFolder {
  #looks = 0;

  constructor(options: ConstructorParameters<typeof SourceFolder>[0], readonly moment: number, readonly carryOut: () => void) {
    super(options);
  }

  override file(name: Parameters<SourceFolder["file"]>[0]): ReturnType<SourceFolder["file"]> {
    const found = super.file(name);
    if (++this.#looks === this.moment) this.carryOut();
    return found;
  }
}

describe.each([1, 2, 3, 4, 5])("a source that is renamed at look %i of a reader", (moment) => {
  it.each([["pong", "there"], ["ping", "gone"]] as const)("is %s, which is %s", (name, outcome) => {
    const folder = freshFolder();
    const paths = storePaths(folder);
    mkdirSync(paths.versions, { recursive: true });
    const [source, hash] = ["the text", hashOf("the text")];
    for (const path of [join(paths.versions, hash), join(folder, "ping.ts")]) writeFileSync(path, source, { mode: 0o600 });
    writeFileSync(paths.journal, JSON.stringify({
      id: "rename", put: { name: "pong", language: "ts", hash }, remove: { name: "ping", language: "ts", hash }, entries: [], logSize: 0,
    }), { mode: 0o600 });
    const versions = new VersionFiles(paths, 1000);
    const sources = new ChangingFolder({ folder, journal: paths.journal, languages: ["ts"], maxBytes: 1000, versions }, moment, () => {
      writeFileSync(join(folder, "pong.ts"), source);
      rmSync(join(folder, "ping.ts"));
    });
    expect(sources.one(name)?.source).toBe(outcome === "there" ? source : undefined);
  });
});
