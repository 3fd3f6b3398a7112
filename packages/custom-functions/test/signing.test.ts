import { memoryStore, type TrustedKey } from "@openhcs/core";
import { checkSignature, generateKeyPair, signSource } from "@openhcs/custom-functions";
import { expect, test } from "vitest";
import { adding, setting } from "./setting.js";

const code = adding("mine", 1);
const keyOf = (publicKey: string, grantsTrust: boolean): TrustedKey => ({ key: publicKey, label: "Ada", grantsTrust });

test("a signature fits its source and nothing else", () => {
  const { privateKey } = generateKeyPair();
  const signature = signSource("mine", code, privateKey);
  expect(() => { checkSignature("mine", code, signature); }).not.toThrow();
  expect(() => { checkSignature("mine", `${code} `, signature); }).toThrow(expect.objectContaining({ code: "INVALID_SIGNATURE" }));
  expect(() => { checkSignature("mine", code, { ...signature, key: generateKeyPair().publicKey }); }).toThrow(expect.objectContaining({ code: "INVALID_SIGNATURE" }));
  expect(() => { checkSignature("mine", code, { ...signature, key: "c2hvcnQ=" }); }).toThrow("5 bytes");
  expect(() => signSource("mine", code, "no key")).toThrow(expect.objectContaining({ code: "INVALID_SIGNATURE" }));
});

test("without a policy anybody's sources are taken, isolated", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(code);
  expect(it.manager.info("mine")).toMatchObject({ trusted: false, tier: "isolated", signed: false });
  expect([...it.runtime.functions].find(({ key }) => key === "openhcs:mine")?.trusted).toBe(false);
});

test("where only signed sources are taken, others are refused before anything is run or kept", async () => {
  const store = memoryStore();
  await using it = await setting({ stores: [store], trust: { onlySigned: true } });
  const { publicKey, privateKey } = generateKeyPair();
  const signature = signSource("mine", code, privateKey);
  await expect(it.manager.registerFromCode(code)).rejects.toMatchObject({ code: "UNTRUSTED_SOURCE", message: expect.stringContaining("it has no signature") });
  await expect(it.manager.registerFromCode(code, { signature })).rejects.toMatchObject({ code: "UNTRUSTED_SOURCE", key: publicKey });
  expect((await store.load()).sources).toEqual([]);
  await it.manager.trust(keyOf(publicKey, false));
  await it.manager.registerFromCode(code, { signature });
  expect(it.manager.info("mine")).toMatchObject({ trusted: false, tier: "isolated", signed: true, signedBy: "Ada" });
  expect((await store.load()).sources[0]?.signature).toEqual(signature);
});

test("a source with an old signature is refused, and reported in loading", async () => {
  const store = memoryStore();
  const { publicKey, privateKey } = generateKeyPair();
  await store.trust?.(keyOf(publicKey, true));
  await using it = await setting({ stores: [store] });
  const signature = signSource("mine", code, privateKey);
  const tampered = code.replace("1 * times", "2 * times");
  await expect(it.manager.registerFromCode(tampered, { signature })).rejects.toMatchObject({ code: "INVALID_SIGNATURE" });
  await store.change({ kind: "edited", after: { name: "mine", source: tampered, language: "ts", signature } });
  expect((await it.manager.loadAll()).failures).toMatchObject([{ sourceName: "mine", code: "INVALID_SIGNATURE" }]);
  expect(it.manager.list()).toEqual([]);
});

test("what a key that grants trust signed runs in the host's process, until the key is distrusted", async () => {
  await using it = await setting({ stores: [memoryStore()] });
  const { publicKey, privateKey } = generateKeyPair();
  await it.manager.registerFromCode(code);
  await it.manager.trust(keyOf(publicKey, true));
  await it.manager.sign("mine", privateKey);
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, tier: "in-process", signedBy: "Ada" });
  expect(await it.manager.distrust(publicKey)).toBe(true);
  expect(it.manager.info("mine")).toMatchObject({ trusted: false, tier: "isolated", signed: true });
  await it.manager.trust(keyOf(publicKey, true));
  expect(it.manager.info("mine")).toMatchObject({ trusted: true });
  expect(await it.manager.trustedKeys()).toEqual([keyOf(publicKey, true)]);
});

test("where only signed sources are taken, distrusting a key unregisters what it signed, and trusting it again brings that back", async () => {
  const store = memoryStore();
  const { publicKey, privateKey } = generateKeyPair();
  await store.trust?.(keyOf(publicKey, false));
  await using it = await setting({ stores: [store], trust: { onlySigned: true } });
  await it.manager.registerFromCode(code, { signature: signSource("mine", code, privateKey) });
  await it.manager.distrust(publicKey);
  expect(it.manager.list()).toEqual([]);
  expect(it.failures).toMatchObject([{ sourceName: "mine", code: "UNTRUSTED_SOURCE" }]);
  await it.manager.trust(keyOf(publicKey, false));
  expect(it.manager.list()).toHaveLength(1);
  expect(it.manager.failures).toEqual([]);
});

test("the host's own grant holds for the very text that it vouched for", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(code, { trusted: true });
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, tier: "in-process" });
  await it.manager.update("mine", adding("mine", 2));
  expect(it.manager.info("mine")).toMatchObject({ trusted: false, tier: "isolated" });
});

test("a grant goes along where a function is renamed, a signature does not unless it is made anew", async () => {
  await using it = await setting({ stores: [memoryStore()] });
  const { publicKey, privateKey } = generateKeyPair();
  await it.manager.registerFromCode(code, { trusted: true });
  await it.manager.rename("mine", "ours");
  expect(it.manager.info("ours").trusted).toBe(true);
  await it.manager.trust(keyOf(publicKey, false));
  await it.manager.sign("ours", privateKey);
  await it.manager.rename("ours", "yours");
  expect(it.manager.info("yours").signed).toBe(false);
  await it.manager.rename("yours", "theirs", { privateKey });
  expect(it.manager.info("theirs")).toMatchObject({ signed: true, signedBy: "Ada" });
});

test("where only signed sources are taken, what renaming and deleting leave must be signed anew", async () => {
  const { publicKey, privateKey } = generateKeyPair();
  await using it = await setting({ trust: { onlySigned: true, keys: [keyOf(publicKey, false)] } });
  const pair = `${code}\n/** Twice. */\nexport const twice = ndarray(function twice(image: NdArray) { return image.add(image); });\n`;
  await it.manager.registerFromCode(pair, { signature: signSource("mine", pair, privateKey) });
  await expect(it.manager.rename("mine", "ours")).rejects.toMatchObject({ code: "UNTRUSTED_SOURCE" });
  await expect(it.manager.delete("mine")).rejects.toMatchObject({ code: "UNTRUSTED_SOURCE" });
  expect(it.manager.list().map(({ name }) => name)).toEqual(["mine", "twice"]);
  await it.manager.rename("mine", "ours", { privateKey });
  expect(await it.manager.delete("ours", { privateKey })).toBe(true);
  expect(await it.manager.delete("twice")).toBe(true);
});

test("a manager without stores keeps trusted keys as long as it lives", async () => {
  const { publicKey, privateKey } = generateKeyPair();
  await using it = await setting();
  await it.manager.trust(keyOf(publicKey, true));
  await it.manager.registerFromCode(code, { signature: signSource("mine", code, privateKey) });
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, signedBy: "Ada" });
});

test("that the host vouches for a text counts once the text is registered, and not before", async () => {
  await using it = await setting();
  const broken = `${code}\nthrow new Error("not today");\n`;
  await expect(it.manager.registerFromCode(broken, { trusted: true })).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(it.manager.registerFromCode(broken)).rejects.toThrow("not today");
  await it.manager.registerFromCode(adding("other", 1));
  await it.manager.registerFromCode(adding("taken", 1), { persist: false });
  const clash = adding("taken", 2);
  await expect(it.manager.registerFromCode(clash, { trusted: true })).rejects.toMatchObject({ code: "ALREADY_REGISTERED" });
  await it.manager.delete("taken");
  await it.manager.registerFromCode(clash);
  expect(it.manager.info("taken").trusted).toBe(false);
  await it.manager.update("taken", adding("taken", 3), { trusted: true });
  expect(it.manager.info("taken").trusted).toBe(true);
});

test("a version comes back with the signature that it had, or with a new one", async () => {
  const { publicKey, privateKey } = generateKeyPair();
  const other = generateKeyPair();
  const keys = [keyOf(publicKey, true), { ...keyOf(other.publicKey, true), label: "Grace" }];
  const signed = (source: string) => ({ signature: signSource("mine", source, privateKey) });
  for (const deleted of [false, true]) {
    await using it = await setting({ stores: [memoryStore()], trust: { onlySigned: true, keys } });
    await it.manager.registerFromCode(code, signed(code));
    await it.manager.update("mine", adding("mine", 2), signed(adding("mine", 2)));
    if (deleted) await it.manager.delete("mine");
    const first = (await it.manager.history("mine")).at(-1)?.hash as string;
    await it.manager.restore("mine", first);
    expect(it.manager.info("mine")).toMatchObject({ version: first, trusted: true, signedBy: "Ada" });
    await it.manager.distrust(publicKey);
    await it.manager.restore("mine", first, { privateKey: other.privateKey });
    expect(it.manager.info("mine")).toMatchObject({ version: first, signedBy: "Grace" });
  }
});

test("a version that was never signed comes back under a new signature where only signed sources are taken", async () => {
  const store = memoryStore();
  const { publicKey, privateKey } = generateKeyPair();
  const stored = await store.change({ kind: "registered", after: { name: "mine", source: code, language: "ts" } });
  await using it = await setting({ stores: [store], trust: { onlySigned: true, keys: [keyOf(publicKey, false)] } });
  await it.manager.loadAll();
  const hash = stored?.hash as string;
  await expect(it.manager.restore("mine", hash)).rejects.toMatchObject({ code: "UNTRUSTED_SOURCE" });
  await it.manager.restore("mine", hash, { privateKey });
  expect(it.manager.info("mine")).toMatchObject({ version: hash, signedBy: "Ada" });
});
