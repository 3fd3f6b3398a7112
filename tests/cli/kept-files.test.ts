import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWithSquares, openhcs } from "./openhcs.js";

let cwd: string;
beforeAll(async () => {
  cwd = await folderWithSquares();
  await mkdir(join(cwd, "folder"));
  await symlink(join(cwd, "squares.tif"), join(cwd, "link.tif"));
  await writeFile(join(cwd, "channels.yaml"), "pattern:\n  a: gaussian\n");
});

describe("a result that would be written over what is read", () => {
  it.each([
    ["by its name", ["run", "gaussian", "squares.tif", "-o", "squares.tif"], "squares.tif"],
    ["in its folder", ["run", "gaussian", "squares.tif", "-o", "."], "squares.tif"],
    ["by another way to it", ["run", "gaussian", "squares.tif", "-o", "folder/../squares.tif"], "folder/../squares.tif"],
    ["by a link", ["run", "gaussian", "link.tif", "-o", "squares.tif"], "squares.tif"],
    ["as a further array", ["run", "add", "link.tif", "-o", "squares.tif", "-p", "other=@squares.tif"], "squares.tif"],
  ])("is refused before anything runs: %s", async (_, args, named) => {
    const before = await readFile(join(cwd, "squares.tif"));
    const { code, stderr } = await openhcs(args, { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${named} is an input and would be overwritten`)]);
    expect(await readFile(join(cwd, "squares.tif"))).toEqual(before);
  });

  it("may replace what an earlier run wrote", async () => {
    for (const sigma of ["1", "2"]) expect((await openhcs(["run", "gaussian", "squares.tif", "-o", "folder/", "-p", `sigma=${sigma}`], { cwd })).code).toBe(0);
  });
});
