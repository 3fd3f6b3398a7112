import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { StoreEvent } from "@openhcs/core";
import { fileStore } from "@openhcs/store-fs";
import { freshFolder } from "./fresh-folder.js";

const lab = { key: "bGFi", label: "the lab", grantsTrust: true } as const;
const friend = { key: "ZnJpZW5k", label: "a friend's", grantsTrust: false } as const;

describe.skipIf(process.getuid === undefined)("a key grants trust where nobody else could have said so", () => {
  const shared: readonly (readonly [what: string, path: (folder: string) => string, mode: number])[] = [
    ["the folder's group", (folder) => folder, 0o770],
    ["everybody, in the folder", (folder) => folder, 0o702],
    ["the group of the folder of the keys", (folder) => join(folder, ".openhcs"), 0o770],
    ["the group of the file of the keys", (folder) => join(folder, ".openhcs", "trusted-keys.json"), 0o660],
  ];
  it.each(shared)("not where %s may write", async (_, path, mode) => {
    const folder = freshFolder();
    const store = fileStore({ folder });
    await store.trust(lab);
    await store.trust(friend);
    expect(await store.trustedKeys()).toEqual([lab, friend]);
    expect((await store.load()).warnings).toEqual([]);
    chmodSync(path(folder), mode);
    expect(await store.trustedKeys()).toEqual([{ ...lab, grantsTrust: false }, friend]);
    expect((await store.load()).warnings).toContainEqual(expect.stringMatching(/no key in .*trusted-keys.json grants trust: others may write to .*: chmod go-w/));
    await store.trust({ ...friend, label: "another's" });
    chmodSync(path(folder), path(folder).endsWith(".json") ? 0o600 : 0o700);
    expect(await store.trustedKeys()).toEqual([lab, { ...friend, label: "another's" }]);
  });

  it.skipIf(process.getuid?.() !== 0)("not where the folder belongs to another user (only root can give one away)", async () => {
    const { chownSync } = await import("node:fs");
    const folder = freshFolder();
    const store = fileStore({ folder });
    await store.trust(lab);
    chownSync(folder, 12345, 12345);
    expect(await store.trustedKeys()).toEqual([{ ...lab, grantsTrust: false }]);
    expect((await store.load()).warnings).toContainEqual(expect.stringContaining("belongs to another user (12345)"));
  });

  it("a link in the place of the keys trusts nobody", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "keys"), JSON.stringify([lab]));
    mkdirSync(join(folder, ".openhcs"), { mode: 0o700 });
    symlinkSync(join(folder, "keys"), join(folder, ".openhcs", "trusted-keys.json"));
    const store = fileStore({ folder });
    await expect(store.trustedKeys()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect((await store.load()).warnings).toContainEqual(expect.stringContaining("the trusted keys cannot be read"));
  });
});

it("keys that somebody writes by hand are told of, once they are whole", async () => {
  const folder = freshFolder();
  const store = fileStore({ folder });
  await store.trust(lab);
  let tell = (_: StoreEvent): void => {};
  const next = () => new Promise<StoreEvent>((resolve) => (tell = resolve));
  const subscription = await store.watch((event) => tell(event));
  onTestFinished(() => subscription[Symbol.asyncDispose]());
  const path = join(folder, ".openhcs", "trusted-keys.json");
  const marker = next();
  writeFileSync(path, "[{");
  writeFileSync(join(folder, "marker.ts"), "marker");
  expect(await marker).toMatchObject({ name: "marker" });
  const told = next();
  writeFileSync(path, "[]");
  expect(await told).toEqual({ keys: true });
  expect(await store.trustedKeys()).toEqual([]);
});
