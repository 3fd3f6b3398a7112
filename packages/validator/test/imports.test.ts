import { analyze, validateCode, validateImports } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { codesOf, errorsOf, sourceOf, theError } from "./expect-issues.js";

describe("imports", () => {
  it.each([
    "import { gaussian } from \"openhcs\"; gaussian;", "import * as hcs from \"openhcs\"; hcs;", "import type { NdArray } from \"openhcs\";",
    "import { NdArray } from \"@openhcs/core\"; NdArray;", "import { gaussian as smooth } from \"@openhcs/functions\"; smooth;",
  ])("%s is allowed", (code) => {
    expect(codesOf(validateImports(code))).toEqual([]);
  });

  it.each([
    "fs", "node:fs", "fs/promises", "child_process", "process", "os", "node:os", "net", "http", "https", "vm", "worker_threads", "module", "inspector", "cluster",
    "dgram", "tls", "dns", "v8", "subprocess", "socket", "node:test",
  ])("'%s' is dangerous, whatever is imported", (module) => {
    for (const code of [`import * as a from "${module}";`, `import "${module}";`, `import type { A } from "${module}";`, `require("${module}");`]) {
      expect(theError(validateImports(code))?.message).toBe(`Dangerous import detected: '${module}'. Module '${module}' is not allowed in custom functions.`);
    }
  });

  it("others are refused, with what is allowed", () => {
    const error = theError(validateImports("import { red } from \"chalk\";", { imports: [{ from: "simple-statistics", why: "statistics" }] }));
    expect(error).toMatchObject({ code: "IMPORT_NOT_ALLOWED", line: 1, column: 1 });
    expect(error?.message).toBe("Import of 'chalk' is not allowed in custom functions. Allowed: 'openhcs' (arrays, decorators and library functions), "
      + "'@openhcs/core' (arrays), '@openhcs/functions' (library functions), 'simple-statistics' (statistics).");
  });

  it.each([
    ["math", "Math", "Mathematics is there without an import: Math.sqrt(2), Math.PI."], ["mathjs", "Math", "Mathematics"], ["Math", "Math", "Mathematics"], ["cmath", "Math", "Mathematics"],
    ["lodash", "list.map(…)", "Lists have map, filter and reduce themselves."], ["numpy", "openhcs", "'openhcs' has arrays"], ["skimage.filters", "openhcs", "'openhcs' has arrays"], ["openhsc", "openhcs", "Nearest: 'openhcs'."], ["./mine.js", undefined, "Allowed:"],
  ])("instead of '%s' the fix is %s", (module, fix, says) => {
    const error = theError(validateImports(`import { sqrt } from "${module}"; sqrt;`));
    expect([error?.code, error?.fix]).toEqual(["IMPORT_NOT_ALLOWED", fix]);
    expect(error?.message).toContain(says);
  });

  it("a name that is imported and declared again is refused where it is declared, with another name for the import", () => {
    const error = theError(validateImports("import { label, NdArray } from \"openhcs\";\nexport const label = (image: NdArray) => label(image);"));
    expect(error).toMatchObject({ code: "DECLARED_TWICE", line: 2, column: 14, fix: "import { label as libraryLabel } from \"openhcs\";" });
    expect(codesOf(validateImports("import { label } from \"openhcs\";\nfunction inner() { const label = 3; return label; }\nlabel; inner();"))).toEqual([]);
  });

  it("a host adds modules, with the names it gives", () => {
    const imports = [{ from: "simple-statistics", names: ["mean", "median"] }];
    expect(codesOf(validateImports("import { mean } from \"simple-statistics\"; mean;", { imports }))).toEqual([]);
    const error = theError(validateImports("import { mediann } from \"simple-statistics\"; mediann;", { imports }));
    expect(error).toMatchObject({ code: "UNKNOWN_EXPORT", fix: "median", message: "Module 'simple-statistics' gives no 'mediann' to custom functions; nearest: median, mean." });
  });

  it("what only types speak of is erased, and so may be anything", () => {
    expect(codesOf(validateImports("import { RuntimeOptions } from \"@openhcs/core\"; type A = RuntimeOptions;"))).toEqual([]);
  });

  it.each(["import type { CudaArray } from \"@openhcs/backend-cuda\"; type A = CudaArray;", "import type Mine from \"./mine.js\"; type A = Mine;"])("a type may be from anywhere but a dangerous module: %s", (code) => {
    expect(codesOf(validateImports(code))).toEqual([]);
  });

  describe("of names that \"openhcs\" does not give to custom functions", () => {
    const options = { libraryFunctions: ["gaussian", "median", "whiteTophat"], memoryTypes: ["ndarray", "metal"] };

    it("are refused, each at its place, with the nearest names", () => {
      const result = validateImports("import { ndarray, zzz, writeImage, gausian } from \"openhcs\"; ndarray; zzz; writeImage; gausian;", options);
      expect(errorsOf(result)).toEqual(["UNKNOWN_EXPORT 1:19", "UNKNOWN_EXPORT 1:24", "UNKNOWN_EXPORT 1:36"]);
      expect(result.errors[0]?.message).toBe("Module 'openhcs' gives no 'zzz' to custom functions. It gives arrays, decorators and library functions.");
      expect(result.errors[2]).toMatchObject({ fix: "gaussian", message: "Module 'openhcs' gives no 'gausian' to custom functions; nearest: gaussian." });
    });

    it.each(["openhcs", "@openhcs/functions"])("are refused where they are called as members of the whole of '%s'", (module) => {
      const code = `import * as hcs from "${module}"; hcs.gaussian; hcs.white_tophat(1); hcs.ndarray({}); hcs["createRuntime"]({}); hcs.gausian(1);`;
      const whole = validateImports(code, options);
      expect(whole.errors).toMatchObject([{ code: "UNKNOWN_EXPORT", column: code.indexOf('"createRuntime"') + 1 }, { code: "UNKNOWN_EXPORT", column: code.indexOf("gausian") + 1, fix: "gaussian" }]);
    });

    it("are told once where they are meant as decorators", () => {
      const result = validateCode("import { ndarry } from \"openhcs\";\nexport const f = ndarry((image) => image);", options);
      expect(theError(result)).toMatchObject({ code: "UNKNOWN_EXPORT", line: 1, column: 10, fix: "ndarray" });
    });

    it.each(["NdArray", "run", "progress", "opencl", "metal", "memory", "median", "bytesPerElement", "OpenHcsError", "dtypes", "white_tophat"])("do not include '%s'", (name) => {
      expect(codesOf(validateImports(`import { ${name} } from "openhcs"; ${name};`, options))).toEqual([]);
    });

    it.each(["import type { RuntimeOptions } from \"openhcs\"; type A = RuntimeOptions;", "import { type Runtime, Backend } from \"openhcs\"; type A = Runtime | Backend;"])("may be types: %s", (code) => {
      expect(codesOf(validateImports(code, options))).toEqual([]);
    });

    it("are what the host says, where it has a rule of its own for the module", () => {
      expect(codesOf(validateImports("import { gain } from \"openhcs\"; gain;", { ...options, imports: [{ from: "openhcs" }] }))).toEqual([]);
    });

    it("are not known where the library is not", () => {
      expect(validateImports("import { createRuntime, gausian } from \"openhcs\"; createRuntime; gausian;")).toMatchObject({ isValid: true, warnings: [] });
    });
  });

  it("the core gives arrays, and no runtimes", () => {
    expect(theError(validateImports("import { createRuntime } from \"@openhcs/core\"; createRuntime;"))?.code).toBe("UNKNOWN_EXPORT");
  });

  it.each([
    ["of nothing", "import \"openhcs\";", "SIDE_EFFECT_IMPORT"],
    ["of a default", "import hcs from \"openhcs\"; hcs;", "DEFAULT_IMPORT"],
    ["with attributes", "import { a } from \"openhcs\" with { type: \"json\" }; a;", "IMPORT_ATTRIBUTES"],
    ["passed on", "export { gaussian } from \"openhcs\";", "EXPORT_FROM"],
    ["passed on as a whole", "export * from \"openhcs\";", "EXPORT_FROM"],
    ["by require", "const a = require(\"openhcs\");", "REQUIRE"],
    ["by path", "import { a } from \"./mine.js\"; a;", "IMPORT_NOT_ALLOWED"],
    ["by URL", "import { a } from \"https://example.org/a.js\"; a;", "IMPORT_NOT_ALLOWED"],
    ["by data", "import { a } from \"data:text/javascript,\"; a;", "IMPORT_NOT_ALLOWED"],
  ])("imports %s are refused", (_, code, rule) => {
    expect(codesOf(validateImports(code))).toEqual([rule]);
  });

  it("a function of the source may be called require", () => {
    expect(codesOf(validateImports("function require(a) { return a; }\nrequire(1);"))).toEqual([]);
  });

  it("all of them are reported, in order", () => {
    expect(errorsOf(validateImports("import a from \"fs\";\nimport b from \"lodash\";\nrequire(\"net\");\n"))).toEqual(["DANGEROUS_IMPORT 1:1", "IMPORT_NOT_ALLOWED 2:1", "DANGEROUS_IMPORT 3:1"]);
  });

  it("only what is used as a value has to be given to the source", () => {
    const code = sourceOf({ before: "import { gaussian as smooth, median, type Tagged } from \"openhcs\";\nimport * as hcs from \"openhcs\";\ntype A = Tagged; type M = typeof median;", body: "hcs; return smooth(image, { sigma: 1 });" });
    expect(analyze(code).compiled?.imports).toEqual([
      { from: "openhcs", imported: "ndarray", local: "ndarray" }, { from: "openhcs", imported: "gaussian", local: "smooth" }, { from: "openhcs", imported: "*", local: "hcs" },
    ]);
  });
});
