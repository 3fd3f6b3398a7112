import { beforeAll, describe, expect, it } from "vitest";
import { folderWithSquares, openhcs } from "./openhcs.js";

let cwd: string;
beforeAll(async () => { cwd = await folderWithSquares(); });

describe("a command line that is wrong", () => {
  it.each([
    ["no command", []],
    ["an unknown command", ["runn"]],
    ["an unknown option", ["list", "--jsn"]],
    ["no function", ["run"]],
    ["no image", ["run", "gaussian", "-o", "a.tif"]],
    ["an image for a function without arrays", ["run", "imageRead", "squares.tif"]],
    ["an array without -o", ["run", "gaussian", "squares.tif"]],
    ["-p without =", ["run", "gaussian", "squares.tif", "-o", "a.tif", "-p", "sigma"]],
    ["-p twice for one name", ["run", "gaussian", "squares.tif", "-o", "a.tif", "-p", "sigma=1", "-p", "sigma=2"]],
    ["an array parameter that is no file", ["run", "add", "squares.tif", "-o", "a.tif", "-p", "other=3"]],
    ["an unknown dtype", ["run", "gaussian", "squares.tif", "-o", "a.tif", "--dtype", "float17"]],
    ["two results for one file", ["run", "gaussian", "squares.tif", "squares.tif", "-o", "a.tif"]],
    ["a name without an extension, which may mean a folder", ["run", "gaussian", "squares.tif", "-o", "multi"], "multi/"],
    ["JSON and pixels both on standard output", ["run", "gaussian", "squares.tif", "-o", "-", "--json"]],
  ])("ends with 2 and says so on standard error: %s", async (_, args, words = "") => {
    const { code, stdout, stderr } = await openhcs(args, { cwd });
    expect([code, stdout.toString()]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
    expect(stderr).toContain(words);
  });
});

describe("a command that fails", () => {
  it.each([
    ["an unknown function", ["run", "gausian", "squares.tif", "-o", "a.tif"], "NOT_REGISTERED", "gaussian"],
    ["an unknown parameter", ["run", "gaussian", "squares.tif", "-o", "a.tif", "-p", "sigmas=2"], "UNKNOWN_PARAMETER", "sigma"],
    ["a parameter that is no number", ["run", "gaussian", "squares.tif", "-o", "a.tif", "-p", "sigma=wide"], "INVALID_ARGUMENT", "received \"wide\""],
    ["a file that does not exist", ["run", "gaussian", "nofile.tif", "-o", "a.tif"], "IMAGE_NOT_FOUND", "nofile.tif"],
    ["an output below a file", ["run", "gaussian", "squares.tif", "-o", "squares.tif/a.tif"], "IMAGE_FILE", "squares.tif: the folder cannot be made"],
    ["an unknown backend", ["run", "gaussian", "squares.tif", "-o", "a.tif", "--on", "abacus"], "NOT_REGISTERED", "abacus"],
    ["an unknown function to describe", ["describe", "lable"], "NOT_REGISTERED", "label"],
  ])("ends with 1 and one block on standard error: %s", async (_, args, errorCode, words) => {
    const { code, stdout, stderr } = await openhcs(args, { cwd });
    expect([code, stdout.toString()]).toEqual([1, ""]);
    expect(stderr).toMatch(/^openhcs: /);
    expect(stderr).toContain(`code     ${errorCode}`);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/ {4}at |\.tmp/);
  });

  it("quotes the system once, without names that are only temporary", async () => {
    const { code, stderr } = await openhcs(["run", "gaussian", "squares.tif", "-o", "squares.tif/a.tif"], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^openhcs: squares\.tif: the folder cannot be made: E[A-Z]+: [a-z ]+\.\n  code {5}IMAGE_FILE\n$/)]);
  });

  it("with --json is an object with the code", async () => {
    const failed = await openhcs(["run", "gausian", "squares.tif", "--json"], { cwd });
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stderr)).toMatchObject({ error: { code: "NOT_REGISTERED" } });
    const misused = await openhcs(["list", "--json", "--nonsense"], { cwd });
    expect(misused.code).toBe(2);
    expect(JSON.parse(misused.stderr)).toMatchObject({ error: { code: "USAGE" } });
  });
});
