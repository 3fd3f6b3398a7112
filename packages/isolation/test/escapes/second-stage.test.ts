import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Isolation } from "@openhcs/isolation";
import { loadIsolation } from "@openhcs/native/isolation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layBaits, type Baits } from "./bait.js";
import { secondStage } from "./second-stage.js";

const { level, reason } = new Isolation().facts;

/** What an attempt may take. One in vain may hang; one that gains something, as those of a child that is not locked down do, may be slow on a busy machine. */
const patienceMs = { locked: 400, open: 20_000 } as const;

/** Runs before the child's own code: once the child has locked itself down, the attempts run in its place, and the error output tells how they ended. */
const preloaded = (from: number, bait: object, locks: boolean) => String.raw`
const attempts = [${secondStage.slice(from).map(({ body, unproven }) => (!locks && unproven !== undefined ? "" : body)).map((body) => `async (require, process, addon, bait) => { ${body}\n}`).join(",\n")}];
const bait = ${JSON.stringify(bait)};
for (const name of ["fs", "fs/promises", "net", "dgram", "http", "dns", "os", "child_process", "worker_threads", "cluster", "inspector", "v8", "vm", "module", "crypto"]) require(name);
const { writeSync } = require("fs");
const later = setTimeout;
const run = async () => {
  writeSync(2, "[[begin]]");
  for (const [at, attempt] of attempts.entries()) {
    const gained = await Promise.race([
      (async () => attempt(require, process, addon, bait))().catch(() => ""),
      new Promise((resolve) => later(resolve, ${locks ? patienceMs.locked : patienceMs.open}, "")),
    ]);
    writeSync(2, "[[" + (at + ${from}) + ":" + JSON.stringify(gained ? String(gained).slice(0, 60) : "") + "]]");
  }
  writeSync(2, "[[end]]");
  process.reallyExit(0);
};
let addon;
const { dlopen } = process;
process.dlopen = (module, ...rest) => {
  dlopen.call(process, module, ...rest);
  const { harden, send } = module.exports;
  if (harden === undefined || addon !== undefined) return;
  addon = { ...module.exports };
  Object.assign(module.exports, {
    harden(parentId) {
      if (${locks}) harden(parentId);
      process.setUncaughtExceptionCaptureCallback(null);
      process.on("uncaughtException", () => {});
      globalThis.setImmediate = () => {};
      void run();
    },
    send: (socket, bytes, offset) => bytes.length - offset,
  });
};`;


/** Flags that give files and other processes back. */
const unlocked = `for flag do shift; case "$flag" in --*permission|--allow-*) ;; *) set -- "$@" "$flag" ;; esac; done\n`;

/** Starts children by the isolation's own doing, with a Node that loads the attempts first. Gives what each gained; undefined where the child ended instead. */
async function attemptAll(baits: Baits, folder: string, locks: boolean): Promise<readonly (string | undefined)[]> {
  const gained: (string | undefined)[] = [];
  const { execPath } = process;
  const [node, preload] = [join(folder, "node"), join(folder, "preload.cjs")];
  const library = (loadIsolation() as { path: string }).path.replace("isolation.node", "openhcs.node");
  while (gained.length < secondStage.length) {
    writeFileSync(preload, preloaded(gained.length, { ...baits.bait, library }, locks));
    writeFileSync(node, `#!/bin/sh\n${locks ? "" : unlocked}exec /usr/bin/env -u PWD -u OLDPWD -u SHLVL -u _ "${execPath}" ${locks ? `"--allow-fs-read=${folder}/*"` : ""} --require="${preload}" "$@"\n`);
    chmodSync(node, 0o700);
    const isolation = new Isolation({ limits: { memoryBytes: 2 ** 28 } });
    process.execPath = node;
    const said = await isolation.warm().then(() => "it is ready", (error: Error) => error.message).finally(() => { process.execPath = execPath; });
    await isolation[Symbol.asyncDispose]();
    if (!said.includes("[[begin]]")) throw new Error(`no attempt was made: ${said}`);
    for (const [, at, text] of said.matchAll(/\[\[(\d+):("(?:[^"\\]|\\.)*")\]\]/g)) gained[Number(at)] = JSON.parse(text as string) as string;
    if (!said.includes("[[end]]")) gained.push(undefined); // The child ended within it.
  }
  return gained;
}

describe.skipIf(level !== "full")(level === "full" ? "code that has all of a child's Node" : `code that has all of a child's Node (${reason})`, () => {
  let baits: Baits;
  let folder: string;
  let gained: readonly (string | undefined)[];

  beforeAll(async () => {
    baits = await layBaits();
    folder = mkdtempSync(join(tmpdir(), "openhcs-second-stage-"));
    gained = await attemptAll(baits, folder, true);
  });
  afterAll(async () => {
    await baits.close();
    rmSync(folder, { recursive: true });
  });

  it.each(secondStage.map(({ name }, at) => [name, at] as const))("%s in vain", (_, at) => {
    expect(gained[at] ?? "").toBe("");
  });

  it("ends by it only where it may not begin or end to watch descriptors", () => {
    expect(gained.filter((outcome) => outcome === undefined).length).toBeLessThan(10);
  });

  it("reaches no server, and changes no file", () => {
    expect(baits.visitors()).toBe(0);
    expect(readFileSync(baits.bait.file, "utf8")).toBe(baits.secrets["the content of a file"]);
    expect(readdirSync(dirname(baits.bait.file)).length).toBe(3);
  });

  it("would gain something by every attempt that can show it, if the child did not lock itself down", async () => {
    const open = await attemptAll(baits, folder, false);
    const vain = secondStage.filter(({ unproven }, at) => unproven === undefined && open[at] === "").map(({ name }) => name);
    expect(vain, vain.join("; ")).toEqual([]);
  });
});
