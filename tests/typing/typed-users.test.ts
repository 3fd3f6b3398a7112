import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const folder = fileURLToPath(new URL("../fixtures/typed-users/", import.meta.url));

/** What the compiler says of the fixtures, without its colours. */
function compile(...args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false", ...args], { cwd: folder, encoding: "utf8" });
  return { status, said: stdout };
}

describe("code that is typed by host, researcher and backend author", () => {
  it("compiles, and what is wrong in it does not", () => {
    expect(compile("-p", ".")).toEqual({ status: 0, said: "" });
  });

  it("hears of a misspelt parameter by its name, whether the function is given by key or as a value", () => {
    const { status, said } = compile("--ignoreConfig", "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,esnext.disposable", "--types", "node", "misspelt.ts");
    expect(status).not.toBe(0);
    expect(said.match(/'sgima' does not exist in type .*Did you mean to write 'sigma'\?/g)).toHaveLength(2);
    expect(said.match(/error TS/g)).toHaveLength(2);
  });
});
