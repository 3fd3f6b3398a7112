import { composeSource, kernelSource } from "@openhcs/device";
import { expect, test } from "vitest";

test("a kernel's arguments are read from its text, comments aside", () => {
  const { signatures } = composeSource("scale.cl", `
    KERNEL scale(GLOBAL const float *in, GLOBAL float *out /* same size */, i64 size, // items
                 float factor, int mode) {}
    KERNEL clear(GLOBAL u8 *out) {}`);
  expect([...signatures]).toEqual([["scale", "mmlfi"], ["clear", "m"]]);
});

test("a scalar of the compute type is float or double, as that is chosen", () => {
  const text = "KERNEL add(GLOBAL C *out, C amount) {}";
  expect(composeSource("add.cl", text).signatures.get("add")).toBe("mf");
  expect(composeSource("add.cl", text, { compute: "float64" }).signatures.get("add")).toBe("md");
});

test("an argument of a type that kernels do not take is refused by name", () => {
  expect(() => composeSource("bad.cl", "KERNEL bad(GLOBAL float *out, half amount) {}")).toThrow('the kernel bad takes "half amount"');
});

test("double precision is needed where it is computed in, or where elements are doubles", () => {
  expect(kernelSource("load-numbers.cl", { elements: { IN: "uint8" } }).needsFp64).toBe(false);
  expect(kernelSource("load-numbers.cl", { elements: { IN: "float64" } }).needsFp64).toBe(true);
  expect(kernelSource("load-numbers.cl", { elements: { IN: "uint8" }, compute: "float64" }).needsFp64).toBe(true);
});
