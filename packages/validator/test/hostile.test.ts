import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/** Each, with `n` a hundred thousand, would overflow the stack of a parser, or keep it busy for ever; so they run where that would harm nobody. */
const hostile: Readonly<Record<string, string>> = {
  "parentheses": "'x=' + '('.repeat(n) + '1' + ')'.repeat(n)",
  "open parentheses": "'x=' + '('.repeat(n)",
  "lists": "'x=' + '['.repeat(n) + ']'.repeat(n)",
  "objects": "'x=' + '{a:'.repeat(n) + '1' + '}'.repeat(n)",
  "blocks": "'{'.repeat(n) + '}'.repeat(n)",
  "functions": "'function f(){'.repeat(n) + '}'.repeat(n)",
  "templates": "'x=' + '`${'.repeat(n) + '1' + '}`'.repeat(n)",
  "negations": "'x=' + '!'.repeat(n) + '1'",
  "arrows": "'x=' + 'a=>'.repeat(n) + '1'",
  "conditions": "'x=' + 'a?b:'.repeat(n) + '1'",
  "sums": "'x=' + 'a+'.repeat(n) + '1'",
  "members": "'x=a' + '.a'.repeat(n)",
  "members that look like statements": "'x=a' + '.\\nconst'.repeat(n)",
  "if": "'if(a)'.repeat(n) + '1'",
  "else": "'if(a);else '.repeat(0.9 * n) + '1'",
  "type arguments": "'type X=' + 'A<'.repeat(n) + '1' + '>'.repeat(n)",
  "keyof": "'type X=' + 'keyof '.repeat(n) + 'A'",
  "less-than and brackets": "'x=' + '(a=a<'.repeat(n)",
  "new and brackets": "'x=' + '(a=new a<'.repeat(30)",
  "parentheses that strings seem to close": "'x=' + '(\")\",'.repeat(n)",
  "parentheses that patterns seem to close": "'x=' + '(/[)]/,'.repeat(n)",
  "parentheses that comments seem to close": "'x=' + '(/*)*/'.repeat(n)",
  "parentheses behind a quote in a pattern": "'x=/\"/\\n;y=' + '('.repeat(n)",
  "parentheses behind a backtick in a pattern": "'x=/`/\\n;y=' + '('.repeat(n)",
  "parentheses behind a doubtful slash": "'if(a){}/`/.b\\n;y=' + '('.repeat(n)",
  "parentheses behind a first line for the shell": "'#!`\\ny=' + '('.repeat(n)",
  "parentheses behind a slash and brackets that do not match": "'if(a){}\\n/(/.b)\\n;/`/\\ny=' + '('.repeat(n)",
  "parentheses behind many doubtful slashes": "'if(a){}/`/.b\\n;'.repeat(50) + 'y=' + '('.repeat(n)",
  "keyof over lines": "'type X=' + 'keyof\\n'.repeat(n) + 'A'",
  "if over lines": "'if(a)\\n'.repeat(n) + '1'",
  "arrows over lines": "'x=' + 'a=>\\n'.repeat(n) + '1'",
  "labels over lines": "'a:\\n'.repeat(n) + '1'",
  "negations and steps": "'x=' + '! ++ '.repeat(n) + '1'",
  "null characters": "'\\0'.repeat(n)",
  "control characters": "'\\u202e'.repeat(n)",
  "halves of characters": "'\\ud800'.repeat(n)",
  "line separators": "'\\u2028'.repeat(n) + '1'",
  "broken statements": "'const a = ;\\n'.repeat(2000)",
};

/** Around a decorated function: parts that are read by patterns of their own, or counted one by one. */
const laborious: Readonly<Record<string, string>> = {
  "digits in documentation": "documented('1'.repeat(n))",
  "digits and dots in documentation": "documented('1.'.repeat(n))",
  "brackets in documentation": "documented('(['.repeat(n))",
  "numbers in documentation": "documented('1, '.repeat(n))",
  "intervals in documentation": "documented('[1, '.repeat(n))",
  "braces in documentation": "documented('{'.repeat(n))",
  "blanks in documentation": "documented(' '.repeat(n) + '.')",
  "stars in documentation": "documented('*'.repeat(n))",
  "lines in documentation": "documented('\\n'.repeat(n))",
  "names in documentation": "documented('\\n@param a 1'.repeat(n / 10))",
  "constants that double": "Array.from({ length: 60 }, (_, i) => `const a${i + 1} = [a${i}, a${i}];`).join('').replace('', 'const a0 = [1, 1];') + 'const f = ndarray((image, a = a60) => image);'",
  "types that double": "Array.from({ length: 15 }, (_, i) => `type A${i + 1} = [${`A${i}, `.repeat(20)}];`).join('').replace('', 'type A0 = [number, number];') + 'const f = ndarray((image, a: A15 = 1) => image);'",
  "unions that multiply": "Array.from({ length: 15 }, (_, i) => `type A${i + 1} = ${`A${i} | `.repeat(20)} 1;`).join('').replace('', 'type A0 = 1 | 2;') + 'const f = ndarray((image, a: A15 = 1) => image);'",
  "errors on one line": "'eval;'.repeat(n)",
  "errors on many lines": "'eval;\\n'.repeat(n)",
  "comments": "'/** */ '.repeat(n) + documented('a')",
  "functions": "Array.from({ length: n / 20 }, (_, i) => `/** D. */ const a${i} = ndarray((image) => image);\\n`).join('')",
  "parameters": "'ndarray(function f(image' + Array.from({ length: n / 2 }, (_, i) => `,\\n a${i} = 1`).join('') + ') {});'",
  "declarations of one name on one line": "'let a;'.repeat(n)",
  "declarations of one name": "'let a;\\n'.repeat(n)",
  "declarations of one name on several lines": "('let a;'.repeat(1000) + '\\n').repeat(n / 1000)",
  "variables": "Array.from({ length: n / 4 }, (_, i) => `const a${i} = gaussian(1);\\n`).join('') + documented('a')",
};

describe("hostile sources", () => {
  it("do not take long, whatever they hold many of", () => {
    const sources = `{${Object.entries(laborious).map(([name, expression]) => `${JSON.stringify(name)}: () => ${expression}`).join(",\n")}}`;
    // What grows with the square of its size takes minutes here.
    const program = `import { analyze } from "@openhcs/validator";
      const n = 100000;
      const documented = (text) => "/** D.\\n * @param a " + text + " */\\nconst f = ndarray((image, a = 1) => image);";
      for (const [name, source] of Object.entries(${sources})) {
        const { result } = analyze('import { gaussian, ndarray } from "openhcs";' + source(), { libraryFunctions: ["gaussian"] });
        if (result.errors.length <= 101) console.log(name);
      }`;
    const { stdout, stderr, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd: import.meta.dirname, encoding: "utf8", timeout: 60_000 });
    expect({ read: stdout.trim().split("\n"), stderr, signal }).toEqual({ read: Object.keys(laborious), stderr: "", signal: null });
  });

  it("end in an error each, and neither end the process nor spoil it for the next", () => {
    const sources = `{${Object.entries(hostile).map(([name, expression]) => `${JSON.stringify(name)}: () => ${expression}`).join(",\n")}}`;
    const program = `import { analyze, removeFunction } from "@openhcs/validator";
      const n = 100000;
      const fine = 'import { ndarray } from "openhcs"; const f = ndarray((image: any) => image);';
      for (const [name, source] of Object.entries(${sources})) {
        const code = source();
        const { isValid, errors } = analyze(code).result;
        try { removeFunction(code, "f"); } catch (error) { if (error.code !== "VALIDATION") throw error; }
        if (!isValid && errors.length > 0 && analyze(fine).compiled.code.length === fine.length) console.log(name);
      }`;
    const { stdout, stderr, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd: import.meta.dirname, encoding: "utf8", timeout: 60_000 });
    expect({ refused: stdout.trim().split("\n"), stderr, signal }).toEqual({ refused: Object.keys(hostile), stderr: "", signal: null });
  });
});
