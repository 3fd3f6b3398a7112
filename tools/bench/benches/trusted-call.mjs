import { createRuntime, NdArray } from "@openhcs/core";
import { CustomFunctionManager } from "@openhcs/custom-functions";
import { functions } from "@openhcs/functions";
import { measurePairUs } from "../measure.mjs";

export const describe = "trusted functions, called through the runtime, against the same loop in plain JavaScript into a fresh array";

const shape = [4000, 4000];
const loop = "for (let i = 0; i < from.length; i++) to[i] = from[i] * 1.5 + 0.25;";
const source = `import { ndarray, NdArray } from "openhcs";

/** A line, pixel by pixel. */
export const scaled = ndarray(function scaled(image: NdArray) {
  const result = NdArray.zeros(image.shape);
  const from = image.data as Float32Array;
  const to = result.data as Float32Array;
  ${loop}
  return result;
});
`;

export async function run() {
  const runtime = await createRuntime({ functions });
  const manager = new CustomFunctionManager({ runtime });
  await manager.registerFromCode(source, { trusted: true });
  const image = NdArray.full(shape, 2);
  const plain = new Function("from", `const to = new Float32Array(from.length); ${loop} return to;`);
  const trusted = async () => { runtime.dispose(await runtime.run("openhcs:scaled", image)); };
  const { a, b, ratio } = await measurePairUs(trusted, () => plain(image.data), { batches: 25, repeats: 2 });
  await runtime[Symbol.asyncDispose]();
  return [
    { what: `call against the loop (${shape.join(" × ")} float32)`, ...ratio, unit: "×", bar: 1.02 },
    { what: "call", ...inMs(a), unit: "ms" },
    { what: "the loop", ...inMs(b), unit: "ms" },
  ];
}

function inMs(figure) {
  return Object.fromEntries(Object.entries(figure).map(([name, us]) => [name, us / 1000]));
}
