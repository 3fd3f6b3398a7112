import { defineFunction, NdArray } from "@openhcs/core";
import { describe, expect, it } from "vitest";
import { answer, echo, image } from "./echo.js";

describe("parameters of a convention", () => {
  const fn = echo({
    convention: { type: "string", choices: ["scipy", "skimage", "cv2"], default: "scipy" },
    mode: { type: "string", default: "reflect", defaultBy: { convention: { skimage: "nearest", cv2: "mirror" } } },
    kernelSize: { type: "integer", when: { convention: "cv2" } },
    truncate: { type: "number", default: 4, when: { convention: ["scipy", "skimage"] } },
    note: { type: "string", optional: true, when: { convention: "scipy" } },
  });

  it.each([
    [undefined, { convention: "scipy", mode: "reflect", truncate: 4 }],
    [{ convention: "skimage" }, { convention: "skimage", mode: "nearest", truncate: 4 }],
    [{ convention: "cv2", kernelSize: 3 }, { convention: "cv2", mode: "mirror", kernelSize: 3 }],
    [{ convention: "cv2", kernelSize: 3, mode: "wrap" }, { convention: "cv2", mode: "wrap", kernelSize: 3 }],
    [{ note: "n" }, { convention: "scipy", mode: "reflect", truncate: 4, note: "n" }],
  ])("given %j are %j", async (given, filled) => expect(await answer(fn, image, given)).toEqual({ arrays: ["image"], ...filled }));

  it.each([
    [{ kernelSize: 3 }, "echo: \"kernelSize\" exists only where convention is cv2, received 3."],
    [{ convention: "cv2", kernelSize: 3, truncate: 4 }, "echo: \"truncate\" exists only where convention is scipy or skimage, received 4."],
    [{ convention: "cv2" }, "echo: \"kernelSize\" must be given, and must be an integer, received undefined."],
    [{ convention: "constructor" }, "echo: \"convention\" must be one of \"scipy\", \"skimage\", \"cv2\", received \"constructor\"."],
  ])("given %j are refused", async (given, message) => expect(await answer(fn, image, given)).toBe(message));
});

it("a default by a free text is not taken from what every object has", async () => {
  const fn = echo({ unit: { type: "string" }, scale: { type: "number", default: 1, defaultBy: { unit: { mm: 1000 } } } });
  expect(await answer(fn, image, { unit: "constructor" })).toEqual({ arrays: ["image"], unit: "constructor", scale: 1 });
  expect(await answer(fn, image, { unit: "mm" })).toEqual({ arrays: ["image"], unit: "mm", scale: 1000 });
});

it("a parameter named like what every object has is given only where it is written", async () => {
  const fn = echo({ constructor: { type: "number", default: 2 }, toString: { type: "string", optional: true }, hasOwnProperty: { type: "number", default: 1, when: { toString: "a" } } });
  expect(await answer(fn, image)).toEqual({ arrays: ["image"], constructor: 2 });
  expect(await answer(fn, image, { constructor: 3, toString: "a" })).toEqual({ arrays: ["image"], constructor: 3, toString: "a", hasOwnProperty: 1 });
});

it("no parameter is named like the prototype of an object", () => {
  expect(() => echo({ ["__proto__"]: { type: "number", default: 2 } })).toThrow("no input or parameter is named \"__proto__\"");
});

describe("an unknown parameter", () => {
  it.each([
    [{ sgima: 2 }, "echo has no parameter \"sgima\"; did you mean \"sigma\"?"],
    [{ SIGMA: 2 }, "did you mean \"sigma\"?"],
    [{ blurriness: 2 }, "echo has no parameter \"blurriness\"; it has sigma, mode."],
    [{ constructor: 2 }, "echo has no parameter \"constructor\"; it has sigma, mode."],
    [JSON.parse("{\"__proto__\": 2}"), "echo has no parameter \"__proto__\""],
    [[2], "echo has no parameter \"0\""],
  ])("in %j is refused", async (given, message) => {
    expect(await answer(echo({ sigma: { type: "number", default: 1 }, mode: { type: "string", default: "" } }), image, given)).toContain(message);
  });

  it("of a function without any says so, and carries the names as fields", async () => {
    expect(await answer(echo({}), image, { sigma: 1 })).toBe("echo has no parameter \"sigma\"; it has none.");
    const error = await echo({ sigma: { type: "number", default: 1 } })(image, { sgima: 2 } as never).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "UNKNOWN_PARAMETER", functionName: "echo", parameter: "sgima", nearest: ["sigma"] });
  });

  it.each([["a number", 2, "2"], ["a function", Math.abs, "the function abs"], ["a string", "sigma=2", "\"sigma=2\""]])("cannot be told where %s stands for the parameters", async (_, given, shown) => {
    expect(await answer(echo({}), image, given)).toBe(`echo: "parameters" must be an object, received ${shown}.`);
  });
});

describe("arrays", () => {
  const watershed = echo({ levels: { type: "integer", default: 1 } }, {
    image: { type: "array", dtypes: ["uint8", "float32"], ranks: [2, 3] }, markers: { type: "array" }, mask: { type: "array", optional: true },
  });
  const markers = NdArray.zeros([2, 3], "uint32");

  it("after the first stand among the parameters, by name", async () => {
    expect(await answer(watershed, image, { markers })).toEqual({ arrays: ["image", "markers"], levels: 1 });
    expect(await answer(watershed, image, { markers, mask: image, levels: 2 })).toEqual({ arrays: ["image", "markers", "mask"], levels: 2 });
    expect(await answer(watershed, undefined, { image, markers, mask: null })).toEqual({ arrays: ["image", "markers"], levels: 1 });
  });

  it.each<[string, readonly unknown[], string]>([
    ["a missing first one", [], "echo: \"image\" must be given, and must be an array, received undefined."],
    ["null", [null, { markers }], "echo: \"image\" must be given, and must be an array, received undefined."],
    ["a plain typed array", [new Uint8Array(4), { markers }], "echo: \"image\" must be an array, received Uint8Array(4)."],
    ["a missing further one", [image], "echo: \"markers\" must be given, and must be an array, received undefined."],
    ["one in place of the parameters", [image, markers], "echo: \"parameters\" must be an object, in which arrays after the first stand by name, received NdArray(uint32, [2, 3])."],
    ["one given twice", [image, { image, markers }], "echo: \"image\" is given twice: as the first argument and by name, received NdArray(uint8, [2, 3])."],
    ["a dtype that is not taken", [NdArray.zeros([2, 2], "int16"), { markers }], "echo: \"image\" must be of dtype uint8, float32, received int16."],
    ["a rank that is not taken", [NdArray.zeros([4], "uint8"), { markers }], "echo: \"image\" must have 2 or 3 axes, received shape [4]."],
  ])("are refused: %s", async (_, args, message) => expect(await answer(watershed, ...args)).toBe(message));

  it("in place of which a number stands say which parameter takes numbers", async () => {
    const operands = { image: { type: "array" }, other: { type: "array", optional: true } } as const;
    expect(await answer(echo({ value: { type: "number", optional: true } }, operands), image, { other: -1 })).toBe(
      "echo: \"other\" must be an array; a number is given as \"value\", received -1.");
    expect(await answer(echo({ imageValue: { type: "number", optional: true }, otherValue: { type: "number", optional: true } }, operands), image, { other: 2 })).toContain("is given as \"otherValue\"");
    expect(await answer(echo({ value: { type: "number", optional: true } }, operands), image, { other: "x" })).toBe("echo: \"other\" must be an array, received \"x\".");
  });

  it("may be none: parameters come first", async () => {
    const fn = echo({ seed: { type: "integer", default: 1 } }, {});
    expect([await answer(fn), await answer(fn, { seed: 2 }), await answer(fn, { sed: 2 })]).toEqual([
      { arrays: [], seed: 1 }, { arrays: [], seed: 2 }, "echo has no parameter \"sed\"; did you mean \"seed\"?",
    ]);
  });

  it("reach the body packed", async () => {
    const seen: unknown[] = [];
    const look = defineFunction({
      name: "look", documentation: "Looks.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
      reference: ({ image: given }) => { seen.push(given.isPacked, given.toNested()); return given.copy(); },
    });
    await look(NdArray.from([[1, 2], [3, 4]]).transpose());
    expect(seen).toEqual([true, [[1, 3], [2, 4]]]);
  });
});

describe("a rule between several arguments", () => {
  const fn = defineFunction({
    name: "subtractBackground", documentation: "Subtracts.", inputs: { image: { type: "array" }, background: { type: "array" } },
    parameters: { low: { type: "number", default: 0 }, high: { type: "number", default: 1 }, note: { type: "string", default: "" } }, outputs: { image: { type: "array", result: "image" } },
    check: ({ image: first, background }, { low, high }) => {
      if (first?.shape.length !== background?.shape.length) return "needs equal ranks";
      return low < high || "needs low < high";
    },
    reference: ({ image: first, background }) => first.subtract(background),
  });

  it("is checked last, and its refusal shows the arrays, and of the parameters what it was about and what was given", async () => {
    expect(await answer(fn, image, { background: image, low: 2 })).toBe(
      "subtractBackground: needs low < high, received image: uint8 [2, 3], background: uint8 [2, 3], low: 2, high: 1.");
    expect(await answer(fn, image, { background: NdArray.zeros([3]) })).toBe(
      "subtractBackground: needs equal ranks, received image: uint8 [2, 3], background: float32 [3].");
    expect(await answer(fn, image, { background: NdArray.zeros([3]), note: "n" })).toContain("background: float32 [3], note: \"n\".");
    await expect(fn(image, { background: image, low: 2 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "arguments", received: { low: 2, high: 1, note: "" } });
    expect(await answer(fn, image, { background: image })).toMatchObject({ dtype: "uint8" });
  });
});
