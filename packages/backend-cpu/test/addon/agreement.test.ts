import { availableParallelism } from "node:os";
import type { Session } from "@openhcs/native";
import { expect, it } from "vitest";
import { addon, arrayOf, describeNative, picture, withSession } from "./session.js";

interface Work {
  readonly what: string;
  readonly run: (session: Session) => Promise<readonly number[]>;
}

const brightest = 251;
const image = picture("float32", [97, 131]);
const stack = picture("uint16", [7, 40, 50]);

async function result(session: Session, operation: string, input: typeof image, output: typeof image, parameters: object): Promise<readonly number[]> {
  await session.run(operation, [input], [output], parameters as Record<string, number>);
  return Array.from(output.data as Float64Array);
}

const works: readonly Work[] = [
  { what: "gaussian", run: (session) => result(session, "gaussian", image, arrayOf("float32", image.shape), { sigma: 3 }) },
  { what: "gaussian of a stack", run: (session) => result(session, "gaussian", stack, arrayOf("float64", stack.shape), { sigma: [1, 2, 3], mode: "wrap" }) },
  { what: "median", run: (session) => result(session, "median", image, arrayOf("float32", image.shape), { size: 5 }) },
  { what: "median of a wide window", run: (session) => result(session, "median", stack, arrayOf("uint16", stack.shape), { size: [1, 9, 9] }) },
  { what: "mean", run: (session) => result(session, "reduce", stack, arrayOf("float64", [40, 50]), { method: "mean", axes: [0] }) },
  { what: "max", run: (session) => result(session, "reduce", stack, arrayOf("uint16", [7, 40]), { method: "max", axes: [2] }) },
];

describeNative.each(works)("$what", ({ run }) => {
  it("is the same in every instruction set, up to the rounding of sums", async () => {
    const [expected, ...others] = await Promise.all(addon.instructionSets.map((instructionSet) => withSession({ threads: 1, instructionSet }, run)));
    for (const got of others) for (const [i, value] of got.entries()) expect(Math.abs(value - (expected?.[i] as number))).toBeLessThanOrEqual(brightest * 1e-6);
  });

  it("is the same to the bit with any number of threads", async () => {
    const [one, ...others] = await Promise.all([1, 2, 5].map((threads) => withSession({ threads }, run)));
    for (const got of others) expect(got).toEqual(one);
  });
});

describeNative("a session", () => {
  it("has as many threads as it was given, by default one per processor", async () => {
    expect(await withSession({ threads: 3 }, ({ threads }) => threads)).toBe(3);
    expect(await withSession({}, ({ threads }) => threads)).toBeGreaterThanOrEqual(availableParallelism());
  });

  it("takes the best instruction set of the machine unless told otherwise", async () => {
    expect(await withSession({}, ({ instructionSet }) => instructionSet)).toBe(addon.instructionSets.at(-1));
    expect(await withSession({ instructionSet: "baseline" }, ({ instructionSet }) => instructionSet)).toBe("baseline");
  });
});
