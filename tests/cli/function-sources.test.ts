import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newFolder } from "./openhcs.js";
import { brighter, workplace, type Workplace } from "./workplace.js";

let user: Workplace;
beforeAll(async () => { user = await workplace(); });

/** By the source: words with which it is refused. All are given to one command, which reports each and goes on. */
async function expectRefusals(expected: Readonly<Record<string, string | RegExp>>): Promise<void> {
  const { code, stdout, stderr } = await user.run(["functions", "add", ...Object.keys(expected)]);
  expect([code, stdout.toString()]).toEqual([1, ""]);
  expect(stderr).not.toMatch(/ {4}at /);
  const reports = stderr.split(/^openhcs: /m).slice(1);
  expect(reports).toHaveLength(Object.keys(expected).length);
  for (const [at, words] of Object.values(expected).entries()) {
    expect(reports[at]).toMatch(/SOURCE_UNAVAILABLE|USAGE/);
    expect(reports[at]).toMatch(words);
  }
}

describe("a function from a file", () => {
  it("may come by standard input", async () => {
    const { code, stdout } = await user.run(["functions", "add", "-"], { input: Buffer.from(brighter("piped")) });
    expect([code, stdout.toString()]).toEqual([0, "openhcs:piped\n"]);
  });

  it("is kept in the language of its file's name, with every character of it", async () => {
    const text = `\ufeff${brighter("plainOne").replace(", type NdArray", "").replace(/: (NdArray|number)/g, "")}`;
    await user.write("plain.mjs", text);
    await user.write("typed.mts", brighter("typedOne"));
    expect(await user.says("functions", "add", "plain.mjs", "typed.mts")).toBe("openhcs:plainOne\nopenhcs:typedOne\n");
    expect(await readFile(join(user.home, "openhcs", "custom_functions", "plainOne.js"), "utf8")).toBe(text);
    expect(await user.kept("typedOne")).toBe(brighter("typedOne"));
  });

  it("is refused where the file is none, a folder, no text, or too large", async () => {
    await mkdir(join(user.cwd, "folder.ts"));
    await writeFile(join(user.cwd, "pixels.ts"), new Uint8Array([0xff, 0xd8, 0xff, 0xe0]));
    await user.write("large.ts", `// ${"x".repeat(2_000_000)}`);
    await expectRefusals({
      "nowhere.ts": "no such file",
      "folder.ts": "it is a folder",
      "pixels.ts": "UTF-8",
      "large.ts": "at most 1000000 bytes",
      ...(process.platform === "win32" ? {} : { "/dev/zero": "no regular file" }),
    });
  });
});

describe("a function from the web", () => {
  let server: Server;
  let address: string;
  let sent = 0;
  const pages: Readonly<Record<string, RequestListener>> = {
    "/web.ts": (_, response) => response.end(brighter("web")),
    "/moved.ts": (_, response) => response.writeHead(302, { location: "/deeper/moved.ts" }).end(),
    "/deeper/moved.ts": (_, response) => response.end(brighter("moved")),
    "/loop.ts": (_, response) => response.writeHead(302, { location: "/loop.ts" }).end(),
    "/to-file.ts": (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    "/page.ts": (_, response) => response.setHeader("content-type", "text/html").end("<!doctype html>"),
    "/missing.ts": (_, response) => response.writeHead(404).end(),
    // As much as the reader takes; it never says how much that will be.
    "/large.ts": (_, response) => {
      const more = () => {
        while (sent < 10e6 && response.write("x".repeat(65_536))) sent += 65_536;
        if (sent >= 10e6) response.end();
      };
      response.on("drain", more);
      more();
    },
  };

  beforeAll(async () => {
    server = createServer((request, response) => { (pages[request.url as string] as RequestListener)(request, response); });
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("is registered, also where the address redirects", async () => {
    expect(await user.says("functions", "add", `${address}/web.ts`, `${address}/moved.ts`)).toBe("openhcs:web\nopenhcs:moved\n");
    expect(await user.kept("moved")).toBe(brighter("moved"));
  });

  it("is refused where redirects have no end, or leave the web", async () => {
    await expectRefusals({
      [`${address}/loop.ts`]: "redirects more than 5 times",
      [`${address}/to-file.ts`]: "redirects to file:",
    });
  });

  it("is refused beyond a size, before all of it was sent", async () => {
    await expectRefusals({
      [`${address}/large.ts`]: "at most 1000000 bytes",
    });
    expect(sent).toBeLessThan(10e6);
  });

  it("is refused where it is a page, missing, unreachable, or has a password in its address", async () => {
    await expectRefusals({
      [`${address}/page.ts`]: "web page",
      [`${address}/missing.ts`]: "404",
      "http://127.0.0.1:1/a.ts": "cannot be reached",
      [`${address.replace("//", "//user:secret@")}/web.ts`]: "password",
    });
  });
});

describe("a function from an installed package", () => {
  const write = async (path: string, text: string) => {
    const file = join(user.cwd, "node_modules", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };

  beforeAll(async () => {
    await write("spot-tools/package.json", JSON.stringify({ name: "spot-tools", openhcs: { functions: ["./lib/one.ts", "lib/two.ts"] } }));
    await write("spot-tools/lib/one.ts", brighter("one"));
    await write("spot-tools/lib/two.ts", brighter("two"));
    await write("@lab/tools/package.json", JSON.stringify({ name: "@lab/tools", openhcs: { functions: "../../spot-tools/lib/one.ts" } }));
    await write("@lab/tools/three.ts", brighter("three"));
    await write("plain/package.json", "{}");
    await writeFile(join(user.cwd, "outside.ts"), brighter("outside"));
    await symlink(join(user.cwd, "outside.ts"), join(user.cwd, "node_modules", "plain", "link.ts"));
  });

  it("is the file that is named, else those that the package names", async () => {
    expect(await user.says("functions", "add", "npm:@lab/tools/three.ts", "npm:spot-tools")).toBe("openhcs:three\nopenhcs:one\nopenhcs:two\n");
  });

  it("is refused where the path, what the package names, or a link leads out of the package", async () => {
    await expectRefusals({
      "npm:spot-tools/../../outside.ts": "leads out of it",
      "npm:@lab/tools": "leads out of it",
      ...(process.platform === "win32" ? {} : { "npm:plain/link.ts": "leads out of the package" }),
    });
  });

  it("is refused where the package is not installed, or names no functions; nothing is installed for it", async () => {
    await expectRefusals({
      "npm:left-pad": "npm install left-pad",
      "npm:plain": "openhcs.functions",
      "npm:../plain": "USAGE",
    });
  });
});

const hasGit = (() => {
  try {
    execFileSync("git", ["--version"]);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasGit)("a function from a repository (needs git)", () => {
  let repository: string;
  let address: string;
  let hooked: string;
  const git = (...args: readonly string[]) => execFileSync("git", ["-c", "user.name=Lab", "-c", "user.email=lab@example.org", ...args], { cwd: repository });

  beforeAll(async () => {
    repository = await newFolder();
    hooked = join(await newFolder(), "ran");
    address = `git+file://${repository}`;
    git("init", "--quiet", "--initial-branch=main");
    await mkdir(join(repository, "lib"));
    await writeFile(join(repository, "lib", "four.ts"), brighter("four", 1));
    git("add", ".");
    git("commit", "--quiet", "-m", "one");
    git("tag", "v1");
    await writeFile(join(repository, "lib", "four.ts"), brighter("four", 2));
    await writeFile(join(repository, "package.json"), JSON.stringify({ openhcs: { functions: "./lib/four.ts" } }));
    await writeFile(join(repository, ".gitattributes"), "*.ts filter=harm\n");
    await symlink("/etc/passwd", join(repository, "passwd.ts"));
    git("add", ".");
    git("commit", "--quiet", "-m", "two");
  });

  it("is a file of the newest commit, of another by name, or what package.json names", async () => {
    expect(await user.says("functions", "add", `${address}#lib/four.ts`)).toBe("openhcs:four\n");
    expect(await user.kept("four")).toBe(brighter("four", 2));
    await user.says("functions", "add", "--update", `${address}#v1:lib/four.ts`);
    expect(await user.kept("four")).toBe(brighter("four", 1));
    await user.says("functions", "add", "--update", address);
    expect(await user.kept("four")).toBe(brighter("four", 2));
  });

  it("runs nothing that the repository, or the user's own hooks and filters, would run", async () => {
    const home = await newFolder();
    const hook = join(home, "post-checkout");
    await writeFile(hook, `#!/bin/sh\ntouch ${hooked}\n`, { mode: 0o755 });
    await writeFile(join(home, ".gitconfig"), `[core]\n\thooksPath = ${home}\n[filter "harm"]\n\tsmudge = sh -c 'touch ${hooked}; cat'\n`);
    const env = { HOME: home, GIT_CONFIG_GLOBAL: join(home, ".gitconfig") };
    expect((await user.run(["functions", "add", "--update", `${address}#lib/four.ts`], { env })).code).toBe(0);
    expect(existsSync(hooked)).toBe(false);
  });

  it("is refused where it is a link, a folder, not there, or outside", async () => {
    await expectRefusals({
      [`${address}#passwd.ts`]: "no regular file",
      [`${address}#lib`]: "a folder",
      [`${address}#nothing.ts`]: "no file nothing.ts",
      [`${address}#../four.ts`]: "leads out of it",
      [`${address}nowhere#four.ts`]: "git says:",
      [`${address}#v9:lib/four.ts`]: "git says:",
    });
  });

  it("is refused by protocols that run commands, and by what git would take for options", async () => {
    const ran = join(await newFolder(), "ran");
    const references = [`git+ext::sh -c touch% ${ran}#a.ts`, "git+git://example.org/a.git#a.ts", "git+ssh://-oProxyCommand=touch/a#a.ts", `${address}#--upload-pack=touch:lib/four.ts`, "git+lab@example.org:a.git#a.ts"];
    await expectRefusals(Object.fromEntries(references.map((reference) => [reference, ""])));
    expect(existsSync(ran)).toBe(false);
  });
});
