import { memory, ndarray, tagOf, type NdArray } from "@openhcs/core";
import { describe, expect, it } from "vitest";

describe("a decorator", () => {
  it("tags a plain function and gives it back", () => {
    const fn = function invert(image: NdArray) { return image; };
    const tagged = ndarray(fn);
    expect(tagged).toBe(fn);
    expect([tagged.inputMemoryType, tagged.executionMemoryType, tagged.outputMemoryType]).toEqual(["ndarray", "ndarray", "ndarray"]);
    expect(tagOf(fn)).toEqual({ name: "invert", inputMemoryType: "ndarray", executionMemoryType: "ndarray", outputMemoryType: "ndarray" });
  });

  it("takes options in its other form, readable on the function", () => {
    const parameters = { threshold: { type: "number", default: 0.5 } } as const;
    const tagged = ndarray({ name: "bright", contract: "pure2d", result: "mask", specialOutputs: ["count"], specialInputs: ["seeds"], parameters, documentation: "Keeps.", tags: ["t"] })(
      (image: NdArray, _seeds: unknown, threshold: number) => [image.greater(threshold), 1]);
    expect({ ...tagged }).toMatchObject({ contract: "pure2d", result: "mask", specialOutputs: ["count"], specialInputs: ["seeds"], parameters, documentation: "Keeps.", tags: ["t"] });
    expect(tagOf(tagged)?.name).toBe("bright");
  });

  it("of any memory type says where the body computes, and options where values come from and go to", () => {
    const tensor = memory("torch");
    const tagged = tensor({ inputMemoryType: "numpy" })(function smooth(image: unknown) { return image; });
    expect([tagged.inputMemoryType, tagged.executionMemoryType, tagged.outputMemoryType]).toEqual(["numpy", "torch", "torch"]);
  });

  it("declares and never converts", () => {
    const plus = ndarray((a: number, b: number) => a + b);
    expect(plus(1, 2)).toBe(3);
  });

  it("leaves a tag that cannot be changed", () => {
    const tagged = ndarray(function keep(image: NdArray) { return image; });
    expect(Object.isFrozen(tagOf(tagged))).toBe(true);
  });

  it.each([["a plain function", () => 1], ["an object", {}], ["nothing", undefined]])("has not tagged %s", (_, value) => expect(tagOf(value)).toBeUndefined());
});
