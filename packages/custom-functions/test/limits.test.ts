import { memoryStore } from "@openhcs/core";
import { generateKeyPair, signSource } from "@openhcs/custom-functions";
import { defaultLimits, Isolation } from "@openhcs/isolation";
import { expect, test } from "vitest";
import { image, setting } from "./setting.js";

const busy = (tags: string) => `import { ndarray, NdArray } from "openhcs";

/**
 * Uses up what it may.
${tags}
 */
export const busy = ndarray(function busy(image: NdArray, ms: number = 0, bytes: number = 0) {
  const end = Date.now() + ms;
  while (Date.now() < end);
  return bytes === 0 ? image : NdArray.zeros([bytes / 4]);
});
`;

/** The top level of a source must end in it as well, on a busy machine too. */
const shortMs = 1_500;

test("a function may declare how long it runs at most", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(busy(` * @limit time ${shortMs} ms`));
  await expect(it.runtime.run("openhcs:busy", image(), { ms: 60_000 })).rejects.toMatchObject({ code: "GUEST_TIMED_OUT", timeoutMs: shortMs });
  await it.runtime.run("openhcs:busy", image());
});

test("the host's limits cap what a function declares", async () => {
  await using it = await setting({ limits: { timeoutMs: shortMs } });
  await it.manager.registerFromCode(busy(" * @limit time 10 min"));
  await expect(it.runtime.run("openhcs:busy", image(), { ms: 60_000 })).rejects.toMatchObject({ code: "GUEST_TIMED_OUT", timeoutMs: shortMs });
});

test("the limits of an isolation that a host shares cap what a function declares", async () => {
  await using isolation = new Isolation({ limits: { timeoutMs: shortMs } });
  await using it = await setting({ isolation });
  await it.manager.registerFromCode(busy(" * @limit time 10 min"));
  await expect(it.runtime.run("openhcs:busy", image(), { ms: 60_000 })).rejects.toMatchObject({ code: "GUEST_TIMED_OUT", timeoutMs: shortMs });
});

test("a host may set limits for one source while it runs", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(busy(" * @limit arrays 1 GB"), { limits: { arrayBytes: 2 ** 20 } });
  await expect(it.runtime.run("openhcs:busy", image(), { bytes: 2 ** 22 })).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limitBytes: 2 ** 20 });
});

test("memory is limited, of arrays on the heap and of their buffers", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";

/**
 * Holds much.
 * @limit memory 64 MB
 */
export const hold = ndarray(function hold(image: NdArray, megabytes: number, heap: boolean) {
  const held: unknown[] = [];
  for (let number = 0; number < megabytes; number++) held.push(heap ? new Array(131072).fill(number + 0.5) : new Uint8Array(2 ** 20).fill(1));
  return image.add(held.length);
});
`);
  for (const heap of [true, false]) {
    expect(await it.runtime.run("openhcs:hold", image([[0]]), { megabytes: 20, heap })).toMatchObject({ shape: [1, 1, 1] });
    await expect(it.runtime.run("openhcs:hold", image([[0]]), { megabytes: 300, heap })).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limitBytes: 64e6 });
  }
});

for (const limits of [{ timeoutMs: Number.NaN }, { timeoutMs: -1 }, { timeoutMs: 0 }, { memoryBytes: 1 }, { memoryBytes: Infinity }, { arrayBytes: "8" as unknown as number }]) {
  const [[name, value] = []] = Object.entries(limits);
  test(`a host's limit that is none is the host's mistake: ${name} ${value}`, async () => {
    const refusal = { code: "INVALID_OPTION", option: `limits.${name}`, message: expect.stringContaining(`received ${value}`) };
    await using it = await setting();
    await expect(it.manager.registerFromCode(busy(""), { limits })).rejects.toMatchObject(refusal);
    await expect(it.manager.registerFromCode(busy(""), { limits, trusted: true })).rejects.toMatchObject(refusal);
    expect(it.manager.list()).toEqual([]);
    await expect(setting({ limits })).rejects.toMatchObject(refusal);
  });
}

for (const [tag, least] of [["@limit time 0 s", "at least 1 ms"], ["@limit memory 20 MB", "at least 32 MiB"], ["@limit arrays 0 GB", "at least 0.001 kB"]] as const) {
  test(`a limit with which no call could succeed is refused: ${tag}`, async () => {
    await using it = await setting();
    await expect(it.manager.registerFromCode(busy(` * ${tag}`))).rejects.toMatchObject({ code: "VALIDATION", line: 5, message: expect.stringContaining(least) });
  });
}

test("validating finds what registering would refuse, but for what only running shows", async () => {
  await using it = await setting({ imports: [{ from: "lab", names: ["gain"] }], modules: { lab: { gain: 2 } } });
  expect(it.manager.validate(busy(" * @limit time soon"))).toMatchObject({ isValid: false, errors: [{ code: "LIMIT", line: 5 }] });
  const code = `import { gain } from "lab";\n${busy("")}const used = gain;\n`;
  expect(it.manager.validate(code)).toMatchObject({ isValid: false, errors: [{ code: "TRUST_NEEDED", stage: "imports", line: 1 }] });
  await it.manager.registerFromCode(code, { trusted: true });
  expect(it.manager.validate(code)).toMatchObject({ isValid: true, errors: [] });
});

test("a source that imports what the host gives to trusted ones is refused as soon as it is trusted no more, also in loading", async () => {
  const lab = { imports: [{ from: "lab", names: ["gain"] }], modules: { lab: { gain: 2 } } };
  const { publicKey, privateKey } = generateKeyPair();
  const source = `import { gain } from "lab";\n${busy("")}const used = gain;\n`;
  const store = memoryStore();
  await using it = await setting({ ...lab, stores: [store] });
  await it.manager.trust({ key: publicKey, label: "Ada", grantsTrust: true });
  await it.manager.registerFromCode(source, { signature: signSource("busy", source, privateKey) });
  await it.manager.distrust(publicKey);
  expect(it.manager.list()).toEqual([]);
  expect(it.failures).toMatchObject([{ sourceName: "busy", stage: "imports", line: 1 }]);
  await using next = await setting({ ...lab, stores: [{ ...store }] });
  expect((await next.manager.loadAll()).failures).toMatchObject([{ sourceName: "busy", stage: "imports", line: 1 }]);
});

test("all limits that cannot be read are told together, by validating and by registering alike", async () => {
  await using it = await setting();
  const code = busy(" * @limit constructor 10 s\n * @limit time 10 constructor\n * @limit time " + "9".repeat(400) + " s\n * @limit memory 3 MB");
  const refusal = { errors: [5, 6, 7, 8].map((line) => ({ code: "LIMIT", line, fix: expect.stringContaining("@limit") })) };
  expect(it.manager.validate(code)).toMatchObject({ isValid: false, ...refusal });
  await expect(it.manager.registerFromCode(code)).rejects.toMatchObject({ code: "VALIDATION", ...refusal });
});

test("each module of the host that a source may not have is told, with what else is wrong", async () => {
  await using it = await setting({ imports: [{ from: "lab" }, { from: "room" }], modules: { lab: {}, room: {} } });
  const code = `import { gain } from "lab";\nimport { light } from "room";\n${busy(" * @limit time soon")}gain; light;\n`;
  expect(it.manager.validate(code).errors).toMatchObject([{ code: "TRUST_NEEDED", line: 1, column: 22 }, { code: "TRUST_NEEDED", line: 2, column: 23 }, { code: "LIMIT", line: 7 }]);
});

for (const [tag, line] of [["@limit time soon", 5], ["@limit memory 3 s", 5], ["@limit speed 3 km", 5]] as const) {
  test(`a limit that cannot be read is an error with its place: ${tag}`, async () => {
    await using it = await setting();
    await expect(it.manager.registerFromCode(busy(` * ${tag}`))).rejects.toMatchObject({ code: "VALIDATION", stage: "signature", line, message: expect.stringContaining("@limit time 10 s") });
  });
}

test("the host's limits for a source stay with it when it is signed, renamed, updated, restored or registered again, until the host gives others", async () => {
  await using it = await setting();
  const timeoutMs = () => it.manager.list()[0]?.limits.timeoutMs;
  const [first] = await it.manager.registerFromCode(busy(""), { limits: { timeoutMs: 300 } });
  await it.manager.sign("busy", generateKeyPair().privateKey);
  expect(timeoutMs()).toBe(300);
  await it.manager.rename("busy", "lazy");
  expect(timeoutMs()).toBe(300);
  await it.manager.update("lazy", busy("\n * More."));
  expect(timeoutMs()).toBe(300);
  await it.manager.restore("busy", first?.version as string);
  expect(timeoutMs()).toBe(300);
  await it.manager.registerFromCode(busy(""));
  expect(timeoutMs()).toBe(300);
  await it.manager.update("busy", busy(""), { limits: {} });
  expect(timeoutMs()).toBe(defaultLimits.timeoutMs);
});
