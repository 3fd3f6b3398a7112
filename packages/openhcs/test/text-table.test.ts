import { describe, expect, it } from "vitest";
import { textTable } from "../dist/table/text-table.js";

const columns = [{ title: "name" }, { title: "n", align: "right" as const }, { title: "what" }];

describe("a table of text", () => {
  it("aligns its columns, colours left out", () => {
    expect(textTable(columns, [["\u001b[1msigma\u001b[22m", "12", "width"], ["cval", "3", ""]]).split("\n")).toEqual([
      "name    n  what",
      "\u001b[1msigma\u001b[22m  12  width",
      "cval    3",
    ]);
  });

  it("goes on below where the last column is wider than the terminal leaves", () => {
    const text = "how the image goes on beyond its border, and a_word_that_is_longer_than_any_line";
    expect(textTable(columns, [["mode", "1", text]], undefined, 40).split("\n")).toEqual([
      "name  n  what",
      "mode  1  how the image goes on beyond",
      "         its border, and",
      "         a_word_that_is_longer_than_any_line",
    ]);
  });
});
