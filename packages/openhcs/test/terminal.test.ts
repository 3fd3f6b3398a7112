import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { coloursFor, shown } from "../dist/cli/colours.js";
import { print, printExactly, tabular, tell, type Terminal } from "../dist/cli/terminal.js";

interface Screen extends Terminal {
  readonly written: string[];
}

/** A terminal that keeps what is written to it. */
function screen(isTTY: boolean): Screen {
  const written: string[] = [];
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  return { written, stdin: process.stdin, stdout: stream, stderr: stream, colours: coloursFor(isTTY), errorColours: coloursFor(isTTY) };
}

const harm = "a\u001b[31mred\u001b]0;title\u0007\u009b2J\rb\u202ec";
const spelled = "a\\x1b[31mred\\x1b]0;title\\x07\\x9b2J\\x0db\\u202ec";

describe("text on a terminal", () => {
  it("has our colours, and controls of others spelled out, also within them", () => {
    const terminal = screen(true);
    const { red, bold } = terminal.colours;
    print(terminal, `${red(bold(harm))} and ${harm}`);
    tell(terminal, harm);
    expect(terminal.written).toEqual([`\u001b[31m\u001b[1m${spelled}\u001b[22m\u001b[39m and ${spelled}\n`, `${spelled}\n`]);
  });

  it("keeps line ends, of Windows too, and tabs", () => {
    expect(shown("a\tb\r\nc\n")).toBe("a\tb\r\nc\n");
  });

  it("is spelled out too where it would otherwise be exact", () => {
    const [terminal, file] = [screen(true), screen(false)];
    printExactly(terminal, harm);
    printExactly(file, harm);
    expect([terminal.written, file.written]).toEqual([[`${spelled}\n`], [`${harm}\n`]]);
  });

  it("cannot bring colours by their look", () => {
    const own = coloursFor(true).red("x");
    expect(shown(own.replace(/\d{4}m/, "0000m"))).not.toContain("\u001b[31m");
  });

  it("has no colours where none are wanted", () => {
    expect(coloursFor(false).red("x")).toBe("x");
  });

  it("in a table is aligned by what is seen of it", () => {
    const terminal = screen(true);
    print(terminal, tabular(terminal, ["name", "what"], [[terminal.colours.bold("ab"), "x"], ["abcd", "y"]]));
    expect(stripVTControlCharacters(terminal.written.join(""))).toBe("name  what\nab    x\nabcd  y\n");
  });

  it("in a table for programs stays in its row and column", () => {
    const file = screen(false);
    expect(tabular(file, ["a", "b"], [["one\ttwo\nthree", "x"]])).toBe("a\tb\none two three\tx");
  });
});
