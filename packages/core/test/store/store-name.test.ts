import { checkStoreName } from "@openhcs/core";
import { expect, test } from "vitest";

test.each(["brightSpots", "my_function", "A1"])("%s may name a stored source", (name) => {
  expect(() => { checkStoreName(name); }).not.toThrow();
});

test.each(["", "..", "../up", "a/b", "a\\b", "C:x", "a\0b", ".hidden", "1st", "a b", "naïve", "con", "LPT1", "Nul", "constructor", "__proto__", "a".repeat(101)])(
  "%j may not, for it would leave the store or mean something else", (name) => {
    expect(() => { checkStoreName(name); }).toThrow(expect.objectContaining({ code: "INVALID_STORE_NAME", sourceName: name }));
  });
