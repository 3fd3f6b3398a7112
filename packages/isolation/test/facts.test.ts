import { Isolation } from "@openhcs/isolation";
import { expect, test } from "vitest";
import { functionOf, Listener } from "./guest.js";
import { noNative } from "./ways.js";

/** Where the addon is required, the tests that need it may not be skipped unnoticed. */
const isRequired = !["", "0", undefined].includes(process.env["OPENHCS_REQUIRE_NATIVE"]);

test.skipIf(noNative !== undefined && !isRequired)(`where everything is there, every guarantee holds${noNative === undefined ? "" : ` (${noNative})`}`, () => {
  const { level, guarantees, reason } = new Isolation().facts;
  expect([level, reason, guarantees.every(({ holds }) => holds)]).toEqual(["full", undefined, true]);
});

test("without the addon it says what does not hold, and why", () => {
  const { level, guarantees, reason } = new Isolation({ native: "off" }).facts;
  expect([level, reason]).toEqual(["process", "the native addon is switched off."]);
  expect(guarantees.filter(({ holds }) => !holds).map(({ name }) => name)).toEqual(["network", "processes", "memory"]);
});

test("a thread is no isolation, and says so", () => {
  expect(new Isolation({ tier: "worker" }).facts.level).toBe("none");
});

test("facts are plain data", () => {
  const { facts } = new Isolation();
  expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  expect(Object.isFrozen(facts)).toBe(true);
});

test("who demands full isolation gets it or nothing", async () => {
  const isolation = new Isolation({ native: "off", require: "full" });
  await expect(isolation.call(functionOf("return 1;"), "f", [], new Listener())).rejects.toMatchObject({ code: "ISOLATION_UNAVAILABLE" });
  await expect(isolation.evaluate(functionOf("return 1;"))).rejects.toMatchObject({ code: "ISOLATION_UNAVAILABLE" });
});
