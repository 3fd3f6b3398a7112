import { NdArray } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { expect, test } from "vitest";
import { setting } from "./setting.js";

const mib = 2 ** 20;

const source = (body: string) => `import { add, ndarray, whiteTophat, NdArray } from "openhcs";
/** Asks much of the library. */
export const asks = ndarray(async function asks(image: NdArray) {
  ${body}
});
`;

test("results of the library that isolated code lets go of do not count any more", async () => {
  await using it = await setting({ limits: { arrayBytes: 16 * mib } });
  await it.manager.registerFromCode(source("let sum = image; for (let i = 0; i < 60; i++) sum = await add(sum, { other: image }); return sum;"));
  const image = NdArray.full([512, 512], 1);
  expect((await it.runtime.run("openhcs:asks", image) as NdArray).max()).toBe(61);
});

test("what the library makes for isolated code counts as its own", async () => {
  await using it = await setting({ limits: { arrayBytes: 16 * mib } });
  await it.manager.registerFromCode(source("return await add(NdArray.zeros([20000, 1]), { other: NdArray.zeros([1, 20000]) });"));
  await expect(it.runtime.run("openhcs:asks", NdArray.zeros([4, 4]))).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY" });
});

test("a reference that takes for ever on behalf of isolated code ends with its time, and holds up nobody", async () => {
  await using it = await setting({ limits: { timeoutMs: 2_000 } });
  await it.manager.registerFromCode(source('return await whiteTophat(NdArray.zeros([2000, 2000]), { footprint: { shape: "disk", radius: 1500 } });'));
  const call = it.runtime.run("openhcs:asks", NdArray.zeros([4, 4])).then(() => "ended", (error: { code: string }) => error.code);
  let turns = 0;
  const timer = setInterval(() => { turns++; }, 10);
  expect(await call).toBe("GUEST_TIMED_OUT");
  clearInterval(timer);
  expect(turns, "turns of the host meanwhile, of 200").toBeGreaterThan(20);
});

test("the record tells a library call of isolated code as any other", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(source("return await add(image, { other: image });"));
  const { record } = await it.runtime.call("openhcs:asks", NdArray.full([4, 4], 1));
  expect(record.calls).toMatchObject([{ key: "add", kernel: "reference:add", status: "ok" }]);
  expect(JSON.parse(JSON.stringify(record.calls[0]?.options))).toEqual({});
});

const { level, reason } = new Isolation().facts;

test.skipIf(level !== "full")(`memory of results that isolated code lets go of is used again while its call goes on${level === "full" ? "" : ` (${reason})`}`, async () => {
  await using isolation = new Isolation({ limits: { arrayBytes: 16 * mib } });
  await using it = await setting({ isolation });
  await it.manager.registerFromCode(source("let sum = image; for (let i = 0; i < 60; i++) sum = await add(sum, { other: image }); return sum;"));
  const image = isolation.share(NdArray.full([512, 512], 1));
  let most = 0;
  const timer = setInterval(() => { most = Math.max(most, isolation.memory().bytes); }, 2);
  it.runtime.dispose(await it.runtime.run("openhcs:asks", image));
  clearInterval(timer);
  expect(most / mib, "MiB of the host, of 60 results of 1 MiB").toBeLessThan(40);
});
