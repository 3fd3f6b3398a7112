import type { NativeArray, NativeErrorCode, NativeParameter, Session } from "@openhcs/native";
import { expect, it } from "vitest";
import { addon, arrayOf, describeNative, withSession } from "./session.js";

type Call = Parameters<Session["run"]>;
const plane = () => arrayOf("float32", [4, 6]);

const refused: readonly [what: string, code: NativeErrorCode, message: RegExp, call: readonly unknown[]][] = [
  ["an operation that is none", "UNKNOWN_OPERATION", /no operation "gausian"/, ["gausian", [], []]],
  ["an operation that is no name", "INVALID_ARGUMENT", /operation must be a name/, [7, [], []]],
  ["inputs that are no list", "INVALID_ARGUMENT", /inputs must be a list/, ["gaussian", plane(), [plane()]]],
  ["an input that is no array", "INVALID_ARGUMENT", /input 0 must be \{ dtype, shape, data \}/, ["gaussian", [3], [plane()]]],
  ["a dtype that is none", "INVALID_ARGUMENT", /input 0 has no known dtype/, ["gaussian", [{ ...plane(), dtype: "float8" }], [plane()]]],
  ["more elements than the shape has", "INVALID_ARGUMENT", /does not match its 24 elements/, ["gaussian", [{ ...plane(), shape: [4, 5] }], [plane()]]],
  ["fewer elements than the shape has", "INVALID_ARGUMENT", /does not match its 24 elements/, ["gaussian", [plane()], [{ ...plane(), shape: [400, 6] }]]],
  ["a shape whose size overflows", "INVALID_ARGUMENT", /does not match/, ["gaussian", [{ ...plane(), shape: [2 ** 40, 2 ** 40] }], [plane()]]],
  ["a fractional extent", "INVALID_ARGUMENT", /other things than whole numbers/, ["gaussian", [{ ...plane(), shape: [4.5, 6] }], [plane()]]],
  ["a negative extent", "INVALID_ARGUMENT", /other things than whole numbers/, ["gaussian", [{ ...plane(), shape: [-4, -6] }], [plane()]]],
  ["rank 9", "INVALID_ARGUMENT", /rank 9; at most 8/, ["gaussian", [{ ...plane(), shape: [4, 6, 1, 1, 1, 1, 1, 1, 1] }], [plane()]]],
  ["elements in an array of another kind", "INVALID_ARGUMENT", /float32, which a Float64Array cannot hold/, ["gaussian", [{ ...plane(), data: new Float64Array(24) }], [plane()]]],
  ["data that is no typed array", "INVALID_ARGUMENT", /no typed array/, ["gaussian", [{ ...plane(), data: [1, 2, 3] }], [plane()]]],
  ["an output that is the input", "INVALID_ARGUMENT", /output 0 overlaps an input/, ["gaussian", ...sameTwice()]],
  ["parameters that are no object", "INVALID_ARGUMENT", /parameters must be an object/, ["gaussian", [plane()], [plane()], "sigma"]],
  ["a parameter that is an object", "INVALID_ARGUMENT", /"sigma" must be a number/, ["gaussian", [plane()], [plane()], { sigma: {} }]],
  ["a list of other things than numbers", "INVALID_ARGUMENT", /"sigma" must be a list of numbers/, ["gaussian", [plane()], [plane()], { sigma: ["1"] }]],
  ["a cancel flag of two elements", "INVALID_ARGUMENT", /cancel must be an Int32Array of one element/, ["gaussian", [plane()], [plane()], {}, new Int32Array(2)]],
  ["too few arrays", "INVALID_ARGUMENT", /needs 1 inputs and 1 outputs, received 0 and 0/, ["gaussian", [], []]],
  ["a negative sigma", "INVALID_ARGUMENT", /"sigma" must be a number in \[0, ∞\), received -1/, ["gaussian", [plane()], [plane()], { sigma: -1 }]],
  ["a sigma that is not a number", "INVALID_ARGUMENT", /received nan/i, ["gaussian", [plane()], [plane()], { sigma: NaN }]],
  ["sigmas for another rank", "INVALID_ARGUMENT", /one for each of 2 axes, received 3/, ["gaussian", [plane()], [plane()], { sigma: [1, 2, 3] }]],
  ["a window beyond any image", "UNSUPPORTED", /radius/, ["gaussian", [plane()], [plane()], { sigma: 1e300 }]],
  ["an unknown border", "INVALID_ARGUMENT", /"mode" must be reflect, .* received "mirrored"/, ["gaussian", [plane()], [plane()], { mode: "mirrored" }]],
  ["a number for a text", "INVALID_ARGUMENT", /"mode" must be a text/, ["gaussian", [plane()], [plane()], { mode: 3 }]],
  ["an output of another shape", "INVALID_ARGUMENT", /same shape/, ["gaussian", [plane()], [arrayOf("float32", [6, 4])]]],
  ["an integer output", "INVALID_ARGUMENT", /must be float32 or float64, received uint8/, ["gaussian", [plane()], [arrayOf("uint8", [4, 6])]]],
  ["a window of no elements", "INVALID_ARGUMENT", /at least one element/, ["median", [plane(), arrayOf("bool", [3, 3])], [plane()]]],
  ["a footprint of another rank", "INVALID_ARGUMENT", /of rank 2, received bool of rank 1/, ["median", [plane(), arrayOf("bool", [3], [1, 1, 1])], [plane()]]],
  ["a window of billions of elements", "UNSUPPORTED", /more than 2\^20/, ["median", [plane()], [plane()], { size: [2 ** 20, 2 ** 20] }]],
  ["a window whose lines fill the memory", "OUT_OF_MEMORY", /working space/, ["median", [arrayOf("float32", [1, 1, 20_000])], [arrayOf("float32", [1, 1, 20_000])], { size: [1000, 1000, 1] }]],
  ["a window of size 0", "INVALID_ARGUMENT", /"size" must be whole numbers from 1 on/, ["median", [plane()], [plane()], { size: 0 }]],
  ["a method that is none", "INVALID_ARGUMENT", /"method" must be .* received "product"/, ["reduce", [plane()], [arrayOf("float64", [])], { method: "product" }]],
  ["an axis that is none", "INVALID_ARGUMENT", /"axes" must be whole numbers in \[0, 2\), received 2/, ["reduce", [plane()], [arrayOf("float64", [4])], { method: "sum", axes: [2] }]],
  ["an output of too few results", "INVALID_ARGUMENT", /must have 4 elements, received 6/, ["reduce", [plane()], [arrayOf("float64", [6])], { method: "sum", axes: [1] }]],
  ["the maximum of nothing", "INVALID_ARGUMENT", /max of no elements/, ["reduce", [arrayOf("float32", [0])], [arrayOf("float32", [])], { method: "max" }]],
];

function sameTwice(): readonly [readonly NativeArray[], readonly NativeArray[]] {
  const array = plane();
  return [[array], [array]];
}

describeNative("the addon refuses, with a code and a reason,", () => {
  it.each(refused)("%s", async (_, code, message, call) => {
    await withSession({ threads: 1 }, async (session) => {
      await expect(session.run(...(call as Call))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
      const output = plane();
      await session.run("gaussian", [arrayOf("float32", [4, 6], new Array<number>(24).fill(3))], [output], { sigma: 1 });
      expect(Array.from(output.data as Float32Array)).toSatisfy((values: number[]) => values.every((value) => Math.abs(value - 3) < 1e-5));
    });
  });

  it("memory that may shrink under a kernel", async () => {
    const data = new Float32Array(new (ArrayBuffer as new (length: number, options: object) => ArrayBuffer)(96, { maxByteLength: 192 }));
    await withSession({ threads: 1 }, (session) =>
      expect(session.run("gaussian", [{ dtype: "float32", shape: [4, 6], data }], [plane()])).rejects.toMatchObject({ code: "INVALID_ARGUMENT" }));
  });

  it("memory that was handed to another thread", async () => {
    const given = plane();
    structuredClone(given.data, { transfer: [given.data.buffer as ArrayBuffer] });
    await withSession({ threads: 1 }, (session) => expect(session.run("gaussian", [given], [plane()])).rejects.toMatchObject({ code: "INVALID_ARGUMENT" }));
  });

  it.each([{ threads: 0 }, { threads: 1.5 }, { threads: 1e6 }, { threads: NaN }, { threads: "2" }, { instructionSet: "mmx" }])("a session with %o", (options) => {
    expect(() => new addon.Session(options as never)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });
});

describeNative("what a getter of an argument throws", () => {
  it("comes back as it is", async () => {
    const error = new Error("from a getter");
    const parameters = { get sigma(): NativeParameter { throw error; } };
    await withSession({ threads: 1 }, (session) => expect(session.run("gaussian", [plane()], [plane()], parameters)).rejects.toBe(error));
  });
});
