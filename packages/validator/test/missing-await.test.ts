import { validateCode } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { codesOf, sourceOf, theError } from "./expect-issues.js";

const options = { libraryFunctions: ["gaussian", "median"] };
const validate = (body: string, isAsync = true) => validateCode(
  `import { gaussian, median, ndarray, run } from "openhcs"; import * as hcs from "openhcs";\n/** Does. */\nexport const f = ndarray(${isAsync ? "async " : ""}function f(image: any) {\n  ${body}\n});\nasync function other(a: unknown) { return a; }`, options);

describe("calls of library functions", () => {
  it.each([
    "return gaussian(image).subtract(1);",
    "return image.subtract(gaussian(image, { sigma: 1 }));",
    "return median(gaussian(image));",
    "return median(await median(gaussian(image) as any));",
    "const a = gaussian(image); return image.add(a);",
    "const a = gaussian(image); return a.map((v: number) => v);",
    "const { shape } = gaussian(image); return image.reshape(shape);",
    "return [gaussian(image), { a: 1 }];",
    "const a = gaussian(image); return [a, { a: 1 }];",
    "gaussian(image); return image;",
    "return gaussian(image)[0];",
    "return 1 + gaussian(image);",
    "if (gaussian(image)) return image; return image;",
    "for (const a of gaussian(image)) a; return image;",
    "return `${gaussian(image)}`;",
    "return hcs.gaussian(image).shape;",
    "return run(\"gaussian\", image, { sigma: 1 }).add(2);",
    "return image.add(hcs.run(\"openhcs:other\", image));",
    "run(\"openhcs:other\", image); return image;",
    "let x = image; if (image.rank > 2) x = gaussian(image); return x.add(2);",
    "let x = image; if (image.rank > 2) { console.log(x); x = gaussian(image); console.log(x); } else x = image.add(1); for (const a of [1]) { if (a) break; } return x.add(2);",
    "let x; x = gaussian(image); if (!image) throw new Error(\"no\"); return median(x);",
    "let x = gaussian(image); return x.add(2);",
    "var x = gaussian(image); if (x.shape) return image; return image;",
    "let x = gaussian(image); x = x.add(1); return x;",
    "let x = gaussian(image), y = x.add(1); x = y; return x;",
    "let x = image; for (let i = 0; i < 3; i++) x = gaussian(image); return x.add(2);",
    "let x = image; while (true) { x = gaussian(image); break; } return x.add(2);",
    "let x = image; switch (image.rank) { case 2: x = gaussian(image); break; default: x = image; } return x.add(2);",
    "let x = image; try { x = gaussian(image); } catch { x = image; } return x.add(2);",
    "let x = image, y = image; if (image) { x = gaussian(image); y = x; } return y.add(2);",
    "image = gaussian(image); return image.map((v: number) => v);",
    "let x = image; x = gaussian(image); return [x, { a: 1 }];",
    "let shape; ({ shape } = gaussian(image)); return image.reshape(shape);",
  ])("%s lacks an await", (body) => {
    const error = theError(validate(body));
    expect(error).toMatchObject({ stage: "signature", code: "MISSING_AWAIT", line: 4 });
    expect(error?.message).toMatch(/^The call of '(?:hcs\.)?\w+' returns a promise; write (await before|\(await …\) around) it\.$/);
  });

  it.each([
    "return await gaussian(image);",
    "return gaussian(image);",
    "const a = await gaussian(image); return a.subtract(1);",
    "return (await gaussian(image)).subtract(image);",
    "const [a, b] = await Promise.all([gaussian(image), median(image)]); return a.add(b);",
    "const a = gaussian(image); const b = median(image); return (await a).add(await b);",
    "const all = [gaussian(image)]; return (await Promise.all(all))[0];",
    "return gaussian(image).then((a: any) => a.add(1));",
    "const a = gaussian(image); return a.then((b: any) => b.add(1)).finally(() => 1);",
    "let a = gaussian(image); a = await a; return a.add(1);",
    "return run(\"gaussian\", image);",
    "return (await run(\"gaussian\", image)).add(1);",
    "const [a, b] = await Promise.all([run(\"gaussian\", image), median(image)]); return a.add(b);",
    "let a = gaussian(image), b = median(image); [a, b] = await Promise.all([a, b]); return a.add(b);",
    "let a = gaussian(image), b: any; ({ a, b = a } = await other({ a })); return a.add(b);",
    "let a = image; if (image) a = gaussian(image); a = await a; return a.add(1);",
    "let a = image; if (image) a = gaussian(image); return (await a).add(1);",
    "let a = image; if (image) { a = gaussian(image); return a; } return a.add(1);",
    "let a = image; if (image) a = gaussian(image); else return a.add(1); return a;",
    "let a = image; if (image) a = gaussian(image); if (image) return (await a).add(1); return a.add(2);",
    "let a = image; if (image) a = gaussian(image); if (a instanceof Promise) a = await a; return a.add(2);",
    "let a = image; if (image) a = gaussian(image); return a instanceof Promise ? (await a).add(1) : a.add(2);",
    "let a = image; if (image) a = gaussian(image); return image || a.add(1);",
    "let a = image; const keep = async () => { a = await a; }; a = gaussian(image); await keep(); return a.add(1);",
    "let a = gaussian(image); const b = a; a = image; return a.add(await b);",
    "let a = image; for (const b of [1, 2]) { a = a.add(b); if (b > 1) { a = gaussian(image); a = await a; } } return a.add(1);",
    "let a = image; for (const b of [1, 2]) { if (b > 1) a = gaussian(image); else a = image; } return a.add(1);",
    "let a = image; switch (image.rank) { case 2: a = gaussian(image); case 3: a = await a; } return a.add(1);",
    "let a = image; try { a = gaussian(image); } finally { a = await a; } return a.add(1);",
    "let a = gaussian(image); return a.then((b: any) => b.add(1));",
    "const all = []; let a = image; for (const s of [1, 2]) { a = gaussian(image); all.push(a); } return (await Promise.all(all))[0];",
    "let a: any; a = [gaussian(image)]; return (await Promise.all(a))[0];",
    "let a; let b; a = gaussian(image); b = a; a = b; return a;",
    "var a = gaussian(image); var a: any = await a; return a.add(1);",
    "const run = () => gaussian(image); return (await run()).add(1);",
    "return other(gaussian(image));",
    "const gaussian = (a: any) => a; return gaussian(image).add(1);",
    "for await (const a of [gaussian(image)]) return a; return image;",
    "const p = { a: gaussian(image) }; return p.a;",
    "void gaussian(image); return image;",
    "return gaussian instanceof Object ? image : image;",
  ])("%s may be right", (body) => {
    expect(codesOf(validate(body))).toEqual([]);
  });

  it("says what to write where the result is used at once", () => {
    expect(theError(validate("return gaussian(image).subtract(1);"))).toMatchObject({ fix: "(await gaussian(…))", message: "The call of 'gaussian' returns a promise; write (await …) around it." });
  });

  it("says that the function must be async, at the column of the call", () => {
    const error = theError(validate("return image.subtract(gaussian(image));", false));
    expect(error).toMatchObject({ line: 4, column: 25, fix: "await gaussian(…)", message: "The call of 'gaussian' returns a promise; write await before it, in an async function." });
  });

  it("are not looked at where no library is known", () => {
    expect(codesOf(validateCode(sourceOf({ before: "import { gaussian } from \"openhcs\";", body: "return gaussian(image).add(1);" })))).toEqual([]);
  });
});

it("promises that go from variable to variable without an end are followed for a while", () => {
  const chain = Array.from({ length: 5000 }, (_, n) => `a${n + 1} = a${n};`).join("\n");
  const names = Array.from({ length: 5001 }, (_, n) => `a${n}: any`).join(",\n");
  expect(codesOf(validate(`let ${names}; a0 = gaussian(image); ${chain} return a5000.add(1);`))).toEqual([]);
});

it("many promises that are kept for long are looked at in little time", () => {
  const names = Array.from({ length: 5000 }, (_, n) => `a${n}`);
  const before = process.cpuUsage();
  const result = validate(`let ${names.map((name) => `${name}: any`).join(",\n")}; if (image) { ${names.map((name) => `${name} = gaussian(image);`).join("\n")} } ${"image.add(1);\n".repeat(5000)} return [${names.join(",\n")}].length;`);
  expect(codesOf(result)).toEqual([]);
  const { user, system } = process.cpuUsage(before); // Of this process alone: a busy machine takes longer by the clock.
  expect((user + system) / 1000, "ms").toBeLessThan(5000);
});
