import assert from "node:assert/strict";
import { isOpenHcsError, NdArray, type Dtype, type MemoryType } from "@openhcs/core";
import { CustomFunctionManager } from "@openhcs/custom-functions";
import { skip, type Check } from "../check.js";
import { perMemoryType } from "../declarations.js";

/** The starter source of a custom function: complete, with the image first. It is registered and run as a researcher's would be. */
export const template: Check = (declared) =>
  perMemoryType(declared, "its starter template is a complete function of an image", async (subject, type) => {
    const { template: source, name } = type;
    if (source === undefined) skip("brings no starter template");
    const runtime = await subject.runtime();
    const manager = new CustomFunctionManager({ runtime });
    const functions = await subject.within("registering the template", () => manager.registerFromCode(source));
    for (const { key } of functions) {
      const result = await subject.within(`running ${key}`, () => runtime.run(key, imageFor(type))).catch((error: unknown) => {
        if (isOpenHcsError(error, "NO_ROUTE") && error.from === "ndarray") skip("takes no arrays from the host");
        throw error;
      });
      const { outputMemoryType } = manager.get(key);
      assert.equal(runtime.spec(result).memoryType, outputMemoryType, `${key} gives an array of ${outputMemoryType}`);
      runtime.dispose(result);
    }
    const declares = functions.map(({ executionMemoryType }) => executionMemoryType);
    assert.ok(declares.includes(name), `no function of the template is declared on ${name}, but on ${declares.join(", ")}`);
  });

/** A small stack of a dtype that the memory type holds. */
function imageFor({ dtypes }: MemoryType): NdArray {
  const usual: readonly Dtype[] = ["float32", "uint8", "uint16", "int32"];
  const dtype = usual.find((each) => dtypes?.includes(each) ?? true) ?? dtypes?.[0] ?? "float32";
  return NdArray.zeros([2, 8, 8], dtype);
}
