import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, rmSync, readdirSync } from "node:fs";
import { Socket } from "node:net";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loaded, addon, isIsolating, native, compiler, MiB, page, keep, segment, pair, bytesOf, start, hear, hardening } from "./workbench.js";

/** What a hardened child tries, as an expression, and the code of the error that it gets. */
const attempts: readonly (readonly [what: string, expression: string])[] = [
  ["read a file", `fs.readFileSync("/etc/passwd")`],
  ["read what the kernel says of it", `fs.readFileSync("/proc/self/environ")`],
  ["write a file", `fs.writeFileSync("/dev/shm/breach", "x")`],
  ["ask whether a file is there", `fs.statSync("/etc/passwd")`],
  ["ask where a link leads", `fs.readlinkSync("/proc/self/exe")`],
  ["list a folder", `fs.readdirSync("/")`],
  ["make a folder", `fs.mkdirSync("/tmp/breach")`],
  ["make a link", `fs.symlinkSync("/etc/passwd", "/tmp/breach")`],
  ["remove a file", `fs.unlinkSync("/tmp/breach")`],
  ["go to another folder", `process.chdir("/")`],
  ["signal its parent", `process.kill(process.ppid, 0)`],
  ["signal itself", `process.kill(process.pid, "SIGTERM")`],
  ["run a program", `throwing(spawnSync("/bin/true").error)`],
  ["change its user", `process.setuid(65534)`],
  ["ask for another process's priority", `os.getPriority(process.ppid)`],
  ["raise its priority", `os.setPriority(0, -5)`],
  ["make a segment", `addon.createSegment(4096)`],
  ["make sockets", `addon.socketPair()`],
  ["change a limit of its parent", `addon.setLimits(process.ppid, { openFiles: 1e6 })`],
  ["change a limit of its own", `addon.setLimits(process.pid, { openFiles: 1e6 })`],
  ["connect to a port", `net.connect(9, "127.0.0.1")`],
  ["listen", `net.createServer().listen(0, "127.0.0.1")`],
  ["connect to a socket by its path", `net.connect("/run/dbus/system_bus_socket")`],
  ["send a datagram", `(() => { const socket = dgram.createSocket("udp4"); socket.bind(0, "127.0.0.1"); return socket; })()`],
];

describe.skipIf(!isIsolating)("a hardened process (needs Linux and the addon)", () => {
  it("may do nothing that reaches beyond it", async () => {
    const { socket, output } = start(`${hardening}
      const [fs, net, os, dgram] = ["fs", "net", "os", "dgram"].map((name) => require("node:" + name));
      const { spawnSync } = require("node:child_process");
      const throwing = (error) => { if (error) throw error; };
      const attempts = [${attempts.map(([, expression]) => `() => ${expression}`).join(",\n")}];
      net.connect; net.Socket; net.Server; dgram.createSocket;
      harden().then(async () => {
        const codes = [];
        for (const attempt of attempts) {
          try {
            const emitter = attempt();
            codes.push(typeof emitter?.on !== "function" ? "BREACH" : await new Promise((settled) => {
              emitter.on("error", ({ code }) => settled(code));
              for (const success of ["connect", "listening"]) emitter.on(success, () => settled("BREACH"));
            }));
          } catch (error) {
            codes.push(error.info?.code ?? error.code ?? String(error));
          }
        }
        say(JSON.stringify(codes));
        addon.exit(0);
      });`);
    const heard = hear(socket);
    expect(await output).toMatchObject({ complaints: "", code: 0 });
    const codes = JSON.parse(heard) as string[];
    expect(attempts.map(([what], index) => `${what}: ${codes[index]}`)).toEqual(attempts.map(([what]) => `${what}: EPERM`));
  });

  describe.skipIf(compiler === undefined)("in machine code (needs the compiler that built the addon)", () => {
    let probe: (how: "free" | "hardened") => Record<string, string>;
    beforeAll(() => {
      const folder = mkdtempSync(join(tmpdir(), "openhcs-prober-"));
      const prober = join(folder, "prober"), sources = join(native, "isolation");
      const files = [join(native, "test", "prober.cc"), ...readdirSync(sources).filter((file) => file.endsWith(".cc")).map((file) => join(sources, file))];
      execFileSync(compiler as string, ["-std=c++17", "-O1", ...files, "-o", prober]);
      addon.withholdDescriptors();
      probe = (how) => Object.fromEntries(execFileSync(prober, [how], { encoding: "utf8" }).trim().split("\n").map((line) => line.split(": ")));
      return () => rmSync(folder, { recursive: true });
    });

    it("may do nothing of what the prober tries, all of which is possible where it is not hardened", () => {
      const free = probe("free"), hardened = probe("hardened");
      const refused = String(constants.errno.EPERM);
      expect(Object.keys(free).length).toBeGreaterThan(10);
      expect(Object.entries(free).filter(([, result]) => result === refused)).toEqual([]);
      expect(hardened).toEqual(Object.fromEntries(Object.entries(free).map(([what, result]) => [what, what.startsWith("may ") ? result : refused])));
    });
  });

  /** Expressions that call `outcome`, or give what emits an error. A process that is not hardened shows that they can. */
  const making: readonly (readonly [what: string, expression: string])[] = [
    ["a thread", `new (require("node:worker_threads").Worker)("0", { eval: true }).on("online", () => outcome("BREACH"))`],
    ["a thread of libuv", `require("node:fs").stat("/", (error) => outcome(error ? "refused" : "BREACH"))`],
    ["a process", `require("node:child_process").spawn("/bin/true").on("spawn", () => outcome("BREACH"))`],
  ];
  it.each(making)("does not make %s, though it may end by trying", async (_, expression) => {
    const run = (before: string) => start(`${hardening}
      const fs = require("node:fs");
      const outcome = (text) => { fs.writeSync(1, text); addon.exit(0); };
      require("node:worker_threads"); require("node:child_process");
      setInterval(() => undefined, 1000);
      ${before}.then(() => { try { ${expression}?.on("error", () => outcome("refused")); } catch { outcome("refused"); } });`).output;
    expect(await run("Promise.resolve()")).toMatchObject({ out: "BREACH", code: 0 });
    const { out, code, signal } = await run("harden()");
    expect(out === "refused" || (out === "" && (signal !== null || code !== 0)), JSON.stringify({ out, code, signal })).toBe(true);
  });

  it("goes on computing, collecting garbage and exchanging segments, and gives what anybody gets", async () => {
    const computation = `
      const results = {};
      const f = (x) => Math.sqrt(x) * 1.5 + (x | 0);
      for (let i = results.loop = 0; i < 2e7; i++) results.loop += f(i);
      let kept = [];
      for (let i = 0; i < 2e6; i++) { kept.push({ i, pair: [i, i + 1], text: "x" + i }); if (kept.length > 3e5) kept = kept.slice(2e5); }
      results.kept = kept.length;
      for (let i = results.large = 0; i < 20; i++) results.large += new Float32Array(4e6).fill(i)[77];
      let digits = ""; for (let i = 0; i < 3e5; i++) digits += i;
      results.match = /(\\d+)999(?=9)/.exec(digits).index; results.replaced = digits.replace(/7+/g, "").length;
      results.sorted = Array.from({ length: 3e5 }, (_, i) => (i * 7919) % 300007).sort((a, b) => a - b)[1000];
      results.json = JSON.parse(JSON.stringify(kept)).length;
      results.functions = [1, 2, 3].map((k) => Array.from({ length: 1e5 }, (_, i) => i).reduce((sum, i) => sum + Math.sin(i * k), 0));
      results.promises = (await Promise.all([1, 2, 3].map(async (x) => { await null; return x * 2; }))).join();
      await new Promise((wake) => setTimeout(wake, 20));
      return results;`;
    const descriptor = segment(64 * MiB);
    const shared = new Float32Array(addon.mapShared(descriptor, 64 * MiB, { populate: true })).fill(2);
    const { id, socket, output } = start(`${hardening}
      harden().then(async () => {
        say("ready");
        for (let round = 0; round < 3; round++) {
          const { descriptors } = addon.receive(3, new Uint8Array(10));
          for (const descriptor of descriptors) {
            const array = new Float32Array(addon.mapShared(descriptor, ${64 * MiB}, { populate: true })), copy = new Float32Array(addon.mapPrivate(descriptor, ${64 * MiB}, { populate: true }));
            copy.fill(0, 0, 1000);
            for (let i = 0; i < array.length; i++) array[i] *= 3;
            for (const { buffer } of [array, copy]) addon.revoke(buffer, { watched: true });
            addon.close(descriptor);
          }
          say(JSON.stringify(await (async () => {${computation}})()));
        }
        console.log("done");
        addon.exit(0);
      }, (error) => console.log(error));`);
    expect(hear(socket)).toBe("ready");
    addon.setLimits(id, { fileBytes: 0, coreBytes: 0, cpuSeconds: 300 });
    const { AsyncFunction } = { AsyncFunction: (async () => undefined).constructor as new (body: string) => () => Promise<unknown> };
    const expected = await new AsyncFunction(computation)();
    for (let round = 0; round < 3; round++) {
      addon.send(socket, bytesOf("go"), 0, [descriptor]);
      expect(JSON.parse(hear(socket))).toEqual(expected);
    }
    expect(shared.every((value) => value === 54)).toBe(true);
    expect(await output).toEqual({ out: "done\n", complaints: "", code: 0, signal: null });
  });

  it("dies with its parent, and at once", async () => {
    // Without hardening it would end long after this test has.
    const [here, there] = addon.socketPair();
    const child = `${hardening} harden().then(() => { say("hardened"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40_000); });`;
    const parent = spawn(process.execPath, ["-e", `
      require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(`const addon = require(${JSON.stringify("path" in loaded && loaded.path)});${child}`)}], { stdio: ["ignore", "ignore", "ignore", 3] });`,
    ], { stdio: ["ignore", "ignore", "inherit", there], env: {} });
    addon.close(there);
    expect(hear(here)).toBe("hardened");
    const stream = new Socket({ fd: here }).resume();
    parent.kill("SIGKILL");
    await once(stream, "end");
    stream.destroy();
  });

  const tries = `try { addon.harden(process.ppid); require("node:fs").writeSync(1, "hardened"); } catch ({ code, syscall }) { require("node:fs").writeSync(1, code + " " + syscall); } addon.exit(0);`;
  const open = (path: string) => keep(openSync(path, "r"));
  it.each<readonly [string, () => number, string]>([
    ["a file", () => open(import.meta.filename), "EBADF harden"],
    ["a folder", () => open("/"), "EBADF harden"],
    ["a device", () => open("/dev/zero"), "EBADF harden"],
    ["another socket", () => pair()[0], "EBADF harden"],
    ["a segment", () => segment(page), "hardened"],
    ["the device that swallows everything", () => open("/dev/null"), "hardened"],
  ])("with %s open from its start is as it should be, or is none", async (_, descriptor, expected) => {
    const { output } = start(tries, [], { also: [...Array.from({ length: 60 }, () => "ignore" as const), descriptor()] });
    expect(await output).toMatchObject({ out: expected, complaints: "", code: 0 });
  });

  it("is none where the kernel works off a ring of libuv's without being asked", async (context) => {
    const { output } = start(`
      const fs = require("node:fs");
      fs.stat("/", () => {
        const rings = fs.readdirSync("/proc/self/fdinfo").filter((ring) => { try { return /^SqThread:\\t\\d/m.test(fs.readFileSync("/proc/self/fdinfo/" + ring, "utf8")); } catch { return false; } });
        fs.writeSync(1, rings.length > 0 ? "polled, " : "not polled, ");
        ${tries}
      });`, [], { env: { UV_USE_IO_URING: "1" } });
    const { out } = await output;
    context.skip(out === "not polled, hardened", "this kernel, or this Node, has no such ring");
    expect(out).toBe("polled, EBADF harden");
  });

  it("has no descriptor of its parent's but those that it was given, once the parent withholds them", async () => {
    const { output } = start(`
      const seen = () => require("node:child_process").execFileSync("/bin/sh", ["-c", "test -e /proc/self/fd/64 && echo inherited || echo withheld"], { encoding: "utf8" });
      console.log([seen(), addon.withholdDescriptors(), seen()].join(""));`, [], { also: [...Array.from({ length: 60 }, () => "ignore" as const), open(import.meta.filename)] });
    expect(await output).toMatchObject({ out: "inherited\nwithheld\n\n", complaints: "" });
  });

  it("is none where its parent has died already", async () => {
    const { output } = start(`try { addon.harden(1e9); } catch (error) { console.log(error.code, error.syscall); }`);
    expect((await output).out).toBe("ESRCH getppid\n");
  });
});
