import type { ParameterArgument } from "@openhcs/core";
import { describe, expect, it } from "vitest";
import { answer, call, echo, image } from "./echo.js";

const bytes = Uint8Array.of(1);

/** Each rule with values that it takes, and values that it refuses with the message. */
const rules: readonly (readonly [name: string, rule: ParameterArgument, accepted: readonly unknown[], refused: readonly (readonly [unknown, string])[]])[] = [
  ["any number", { type: "number" }, [0, -1.5, 1e300], [
    ["1", "must be a finite number, received \"1\""], [NaN, "must be a finite number, received NaN"], [Infinity, "must be a finite number, received Infinity"],
    [1n, "must be a finite number, received 1n"], [true, "must be a finite number, received true"], [[1], "must be a finite number, received [1]"],
  ]],
  ["a number from 0", { type: "number", min: 0 }, [0, 3], [[-1, "must be a number in [0, ∞), received -1"], [Infinity, "must be a number in [0, ∞), received Infinity"]]],
  ["a number up to 1", { type: "number", max: 1 }, [1, -5], [[1.1, "must be a number in (-∞, 1], received 1.1"], [-Infinity, "must be a number in (-∞, 1], received -Infinity"]]],
  ["a number between open bounds", { type: "number", min: 0, max: 1, exclusiveMin: true, exclusiveMax: true }, [0.5], [[0, "must be a number in (0, 1), received 0"], [1, "must be a number in (0, 1), received 1"]]],
  ["an integer", { type: "integer", min: 1, max: 3 }, [1, 3], [[2.5, "must be an integer in [1, 3], received 2.5"], [4, "must be an integer in [1, 3], received 4"]]],
  ["any integer", { type: "integer" }, [-7], [[2 ** 53, "must be an integer, received 9007199254740992"]]],
  ["a number per axis", { type: "number", min: 0, perAxis: true }, [1, [1, 2]], [
    [[1], "must be a number in [0, ∞), or a list of 2, one per axis, received [1]"], [[1, 2, 3], "or a list of 2, one per axis, received [1, 2, 3]"],
    [[1, -1], "received [1, -1]"], [-1, "received -1"], [[[1, 2]], "received [[1, 2]]"],
  ]],
  ["a number or a list of them", { type: "number", min: 0, max: 100, orList: true }, [1, [], [1], [5, 50, 95]], [
    [101, "must be a number in [0, 100], or a list of such, received 101"], [[5, -1], "or a list of such, received [5, -1]"], [[[1]], "received [[1]]"], ["1", "received \"1\""],
  ]],
  ["an axis or a list of them", { type: "integer", orList: true }, [0, [-1, 2]], [[[0.5], "must be an integer, or a list of such, received [0.5]"]]],
  ["a string", { type: "string" }, ["", "any"], [[1, "must be a string, received 1"]]],
  ["a choice", { type: "string", choices: ["reflect", "wrap"] }, ["wrap"], [["warp", "must be one of \"reflect\", \"wrap\", received \"warp\""], [0, "received 0"], ["toString", "must be one of"]]],
  ["a boolean", { type: "boolean" }, [true, false], [["true", "must be true or false, received \"true\""], [0, "must be true or false, received 0"]]],
  ["a list", { type: "list" }, [[], [1, "a"]], [["abc", "must be a list, received \"abc\""], [{ length: 0 }, "must be a list, received { length: 0 }"]]],
  ["a list of integers", { type: "list", items: { type: "integer", min: 0 }, minLength: 1, maxLength: 2 }, [[1], [0, 5]], [
    [[], "must have 1 to 2 items, received []"], [[1, 2, 3], "must have 1 to 2 items"], [[1, -1], "must be an integer in [0, ∞) (item 1), received [1, -1]"],
  ]],
  ["a list of exactly two", { type: "list", minLength: 2, maxLength: 2 }, [[1, 2]], [[[1], "must have exactly 2 items"]]],
  ["a list of at least two", { type: "list", minLength: 2 }, [[1, 2, 3]], [[[1], "must have at least 2 items"]]],
  ["an object", { type: "object" }, [{}, { a: 1 }], [[[], "must be an object, received []"], ["a", "must be an object"], [7, "must be an object, received 7"]]],
  ["an object of properties", { type: "object", properties: { x: { type: "integer" }, y: { type: "integer", optional: true } } }, [{ x: 1 }, { x: 1, y: 2 }], [
    [{}, "must be given (property \"x\"), received {  }"], [{ x: 1, y: "2" }, "must be an integer (property \"y\"), received { x: 1, y: \"2\" }"],
  ]],
  ["a file", { type: "file" }, ["plate.tif", bytes], [["", "must be a path or bytes, received \"\""], [5, "must be a path or bytes, received 5"]]],
  ["a file by extension", { type: "file", extensions: [".tif", ".OME.tiff"] }, ["a.TIF", "b.ome.TIFF", bytes], [["a.png", "must end with one of .tif, .OME.tiff, received \"a.png\""]]],
  ["any value", { type: "any" }, [0, "", {}, () => {}], []],
];

describe.each(rules)("%s", (_, rule, accepted, refused) => {
  const fn = echo({ value: rule });
  if (accepted.length > 0) it.each(accepted.map((value) => [value]))("takes %j", async (value) => {
    expect(await answer(fn, image, { value })).toEqual({ arrays: ["image"], value });
  });
  if (refused.length > 0) it.each(refused)("refuses %s", async (value, message) => {
    const text = await answer(fn, image, { value });
    expect(text).toMatch(/^echo: "value" .*\.$/);
    expect(text).toContain(message);
  });
  it("must be given where there is no default", async () => {
    for (const given of [undefined, {}, { value: undefined }, { value: null }]) {
      expect(await answer(fn, image, given), JSON.stringify(given)).toMatch(/^echo: "value" must .*, received undefined\.$/);
    }
  });
  it("may be left out where it is optional", async () => {
    expect(await answer(echo({ value: { ...rule, optional: true } }), image, { value: null })).toEqual({ arrays: ["image"] });
  });
});

describe("the message of a refusal", () => {
  const fn = echo({ value: { type: "number" } });
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  it.each<[string, unknown, string]>([
    ["a typed array", new Float32Array(4_000_000), "received Float32Array(4000000)."],
    ["a DataView", new DataView(new ArrayBuffer(4)), "received DataView(4)."],
    ["a long list", Array(1000).fill(0), "received [0, 0, 0, 0, 0, 0, 0, 0, … (1000 in all)]."],
    ["a long string", "x".repeat(100_000), "…."],
    ["an object with a bigint", { a: 1n }, "received { a: 1n }."],
    ["an object without a prototype", Object.create(null), "received {  }."],
    ["an object that holds itself", cyclic, "received { self: { self: { self: … } } }."],
    ["an instance", new (class Probe {})(), "received a Probe."],
    ["an array of ours", image, "received NdArray(uint8, [2, 3])."],
    ["a function", function blur() {}, "received the function blur."],
    ["a symbol", Symbol("s"), "received Symbol(s)."],
  ])("is short for %s", async (_, value, ending) => {
    const message = await answer(fn, image, { value });
    expect(message).toContain(ending);
    expect((message as string).length).toBeLessThan(260);
  });

  it.each<[unknown, unknown]>([[-Infinity, null], [2n, "2n"], [cyclic, "{ self: { self: { self: … } } }"], ["2", "2"], [undefined, "undefined"]])("keeps what was received through JSON: %s", async (value, kept) => {
    const error = await call(fn, image, { value }).catch((reason: unknown) => reason);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: "INVALID_ARGUMENT", functionName: "echo", argument: "value", received: kept });
  });
});
