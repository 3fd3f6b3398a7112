import { defineFunction, mainOutputName, outputsOf, type FunctionDefinition, type Outputs } from "@openhcs/core";
import { describe, expect, it } from "vitest";

const define = (outputs: Outputs, main = Object.keys(outputs)[0] as string) => defineFunction({
  name: "measure", documentation: "Measures.", inputs: {}, parameters: {}, outputs, main, reference: () => ({}) as never,
}) as unknown as FunctionDefinition;
const invalid = (message: string) => expect.objectContaining({ code: "INVALID_RESULT", functionName: "measure", message: expect.stringContaining(message) });

const one = define({ image: { type: "array", result: "image" } });
const three = define({ image: { type: "array", result: "image" }, count: { type: "integer" }, note: { type: "string", optional: true } }, "count");

describe("what a body returned becomes outputs by name", () => {
  it.each<[string, FunctionDefinition, unknown, unknown]>([
    ["the only output itself", one, "pixels", { image: "pixels" }],
    ["a tuple of one", one, ["pixels"], { image: "pixels" }],
    ["a plain object after the declared ones as metadata", one, ["pixels", { mean: 1 }], { image: "pixels", metadata: { mean: 1 } }],
    ["nothing after the declared ones", one, ["pixels", undefined], { image: "pixels" }],
    ["a tuple in declared order", three, ["pixels", 5, "n"], { image: "pixels", count: 5, note: "n" }],
    ["a tuple without optional ones", three, ["pixels", 5], { image: "pixels", count: 5 }],
    ["a tuple with metadata", three, ["pixels", 5, "n", { a: 1 }], { image: "pixels", count: 5, note: "n", metadata: { a: 1 } }],
    ["a record", three, { count: 5, image: "pixels" }, { count: 5, image: "pixels" }],
    ["a record with undeclared members", three, { count: 5, image: "pixels", extra: 1 }, { count: 5, image: "pixels", extra: 1 }],
    ["a list where a list is declared", define({ names: { type: "list" } }), ["a", "b"], { names: ["a", "b"] }],
    ["a list where anything is declared", define({ value: { type: "any" } }), ["a", "b"], { value: ["a", "b"] }],
    ["a falsy value", define({ count: { type: "integer" } }), 0, { count: 0 }],
    ["null where that is the value", define({ value: { type: "any" } }), null, { value: null }],
  ])("%s", (_, definition, returned, outputs) => expect(outputsOf(definition, returned)).toEqual(outputs));

  it.each<[string, FunctionDefinition, unknown, string]>([
    ["nothing", one, undefined, "measure: must return \"image\", returned nothing."],
    ["an empty tuple", one, [], "measure: declares image but returned 0 values without \"image\"."],
    ["too few", three, ["pixels"], "measure: declares image, count, note but returned 1 values without \"count\"."],
    ["a hole for a declared one", three, ["pixels", undefined, "n"], "returned 3 values without \"count\""],
    ["one value for several", three, "pixels", "measure: must return its 3 outputs image, count, note, returned one value."],
    ["an instance for several", three, new Map(), "returned one value"],
    ["a record without a declared one", three, { image: "pixels" }, "measure: did not return its output \"count\"."],
    ["too many", one, ["pixels", { a: 1 }, { b: 2 }], "measure: returned 3 values but declares image."],
    ["an undeclared value that is no plain object", one, ["pixels", 5], "measure: returned 2 values but declares image. Name the others in specialOutputs, or return them in an object after the declared ones."],
  ])("%s is refused", (_, definition, returned, message) => expect(() => outputsOf(definition, returned)).toThrow(invalid(message)));

  it("the main one is named, or the first", () => expect([mainOutputName(one), mainOutputName(three)]).toEqual(["image", "count"]));
});
