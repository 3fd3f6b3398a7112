import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { brighter, workplace, type Workplace } from "./workplace.js";

let user: Workplace;
let publicKey: string;
let generated: string;
beforeAll(async () => {
  user = await workplace();
  const { stdout, stderr } = await user.run(["functions", "keys", "generate", "lab.pem"]);
  publicKey = stdout.toString().trim();
  generated = stderr;
  await user.write("spots.ts", brighter("spots"));
  await user.says("functions", "add", "spots.ts");
});

describe("keys to sign functions with", () => {
  it("are made once, the private one for its owner alone", async () => {
    expect(Buffer.from(publicKey, "base64")).toHaveLength(32);
    expect(generated).toBe(`The public key, for those who are to take what you sign: openhcs functions keys trust ${publicKey} --label "…"\n`);
    if (process.platform !== "win32") expect((await stat(join(user.cwd, "lab.pem"))).mode & 0o777).toBe(0o600);
    const again = await user.run(["functions", "keys", "generate", "-o", "lab.pem"]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("exists already")]);
    expect(await user.read("lab.pem")).toContain("BEGIN PRIVATE KEY");
  });

  it("are trusted by their label, listed, and distrusted again", async () => {
    await user.says("functions", "keys", "trust", publicKey, "--label", "our lab");
    expect(await user.json("functions", "keys", "list")).toEqual([{ key: publicKey, label: "our lab", grantsTrust: false }]);
    await user.says("functions", "keys", "remove", "our lab");
    expect(await user.json("functions", "keys", "list")).toEqual([]);
    expect((await user.run(["functions", "keys", "remove", "our lab"])).stderr).toContain("NOT_REGISTERED");
    expect((await user.run(["functions", "keys", "trust", "abc", "--label", "x"])).code).toBe(2);
  });

  it("sign functions, which then run in the host's process where that is what the key is trusted for", async () => {
    expect(await user.says("functions", "sign", "openhcs:spots", "--key", "lab.pem")).toBe("signed spots\n");
    expect(await user.json("functions", "show", "spots")).toMatchObject({ signed: true, trusted: false });
    await user.says("functions", "keys", "trust", publicKey, "--label", "our lab", "--unisolated");
    expect(await user.json("functions", "show", "spots")).toMatchObject({ signed: true, signedBy: "our lab", trusted: true });
    expect(await user.says("functions", "list")).toContain("\ttrusted\tour lab\t");
    expect((await user.run(["run", "openhcs:spots", "squares.tif", "-o", "out.npy"])).code).toBe(0);
    await user.says("functions", "keys", "remove", publicKey);
    expect(await user.json("functions", "show", "spots")).toMatchObject({ trusted: false });
  });

  it("are refused where they are none", async () => {
    expect((await user.run(["functions", "sign", "spots", "--key", "nofile.pem"])).stderr).toContain("USAGE");
    expect((await user.run(["functions", "sign", "spots", "--key", "spots.ts"])).stderr).toContain("INVALID_SIGNATURE");
  });

  it("sign what is exported, which a change afterwards breaks", async () => {
    const other = await workplace();
    await user.write("plain.ts", brighter("plain"));
    await user.says("functions", "add", "plain.ts");
    const bundle = await user.says("functions", "export", "plain", "--sign", "lab.pem");
    await other.write("bundle.json", bundle);
    await other.says("functions", "import", "bundle.json");
    expect(await other.json("functions", "show", "plain")).toMatchObject({ signed: true, trusted: false });
    const forged = await workplace();
    await forged.write("bundle.json", bundle.replace("= 100", "= 101"));
    const { code, stderr } = await forged.run(["functions", "import", "bundle.json"]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/INVALID_(SIGNATURE|BUNDLE)/)]);
  });
});

describe("openhcs functions keys require", () => {
  it("refuses in every command what no trusted key signed, until it is off again", async () => {
    const own = await workplace();
    await own.write("lab.pem", await user.read("lab.pem"));
    await own.write("plain.ts", brighter("plain"));
    await own.write("signed.ts", brighter("signed"));
    await own.says("functions", "add", "plain.ts");
    await own.says("functions", "keys", "trust", publicKey, "--label", "our lab");
    expect(await own.says("functions", "keys", "require")).toMatch(/^off: /);
    expect(await own.says("functions", "keys", "require", "on")).toMatch(/^on: /);
    expect(await own.json("functions", "keys", "require")).toEqual({ onlySigned: true });
    if (process.platform !== "win32") expect((await stat(join(own.home, "config", "openhcs"))).mode & 0o777).toBe(0o700);

    // What was there before, too.
    const run = await own.run(["run", "openhcs:plain", "squares.tif", "-o", "out.npy"]);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining("it has no signature")]);
    const { customFunctions } = await own.json<{ customFunctions: object }>("doctor");
    expect(customFunctions).toMatchObject({ onlySigned: true, functions: 0, failures: [{ sourceName: "plain", code: "UNTRUSTED_SOURCE" }] });
    expect(await own.says("doctor")).toMatch(/^taken are +only those that a trusted key signed$/m);

    const refused = await own.run(["functions", "add", "signed.ts"]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("UNTRUSTED_SOURCE")]);
    expect(await own.says("functions", "add", "signed.ts", "--sign", "lab.pem")).toBe("openhcs:signed\n");
    expect(await own.says("functions", "rename", "signed", "vouched", "--sign", "lab.pem")).toBe("openhcs:vouched\n");
    expect((await own.run(["run", "openhcs:vouched", "squares.tif", "-o", "out.npy"])).code).toBe(0);

    await own.says("functions", "keys", "require", "off");
    expect((await own.run(["run", "openhcs:plain", "squares.tif", "-o", "out.npy"])).code).toBe(0);
  });

  it.skipIf(process.platform !== "linux")("ends where its folder cannot be made (needs /proc)", async () => {
    const { code, stderr } = await user.run(["functions", "keys", "require", "on"], { env: { XDG_CONFIG_HOME: "/proc/none" } });
    expect([code, stderr]).toEqual([1, expect.stringContaining("/proc/none/openhcs: the folder cannot be made: ENOENT")]);
  });

  it("runs nothing where its file cannot be understood", async () => {
    const file = join(user.home, "config", "openhcs", "trust.json");
    await mkdir(dirname(file), { recursive: true });
    for (const text of ["{", "{}", "null", '{ "onlySigned": "yes" }']) {
      await writeFile(file, text);
      const { code, stderr } = await user.run(["list"]);
      expect([code, stderr], text).toEqual([1, expect.stringContaining("INVALID_SETTINGS")]);
    }
    expect(await user.says("functions", "keys", "require", "off")).toMatch(/^off: /);
    expect((await user.run(["functions", "keys", "require", "perhaps"])).code).toBe(2);
  });
});
