import { execFile } from "node:child_process";
import { cp, readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { command, newFolder } from "./openhcs.js";

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL("../../packages/openhcs", import.meta.url));

describe("the command openhcs", () => {
  it("is the file that npm links, which a clone has before anything is compiled", async () => {
    const { bin, files } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")) as { bin: { openhcs: string }; files: string[] };
    expect(join(packageFolder, bin.openhcs)).toBe(command);
    expect(files).toContain(bin.openhcs.split("/")[1]);
    expect(bin.openhcs).not.toContain("dist");
    expect((await stat(command)).mode & 0o111).toBe(0o111);
  });

  it.skipIf(process.platform === "win32")("can be called by a link, as npx does", async () => {
    const link = join(await newFolder(), "openhcs");
    await symlink(command, link);
    expect((await run(link, ["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("says what to do where nothing is compiled", async () => {
    const folder = await newFolder();
    await cp(join(packageFolder, "bin"), join(folder, "bin"), { recursive: true });
    const failure: unknown = await run(process.execPath, [join(folder, "bin", "openhcs.mjs"), "list"]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("npm run build") });
  });
});
