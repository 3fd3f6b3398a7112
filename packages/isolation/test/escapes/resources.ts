import type { Attempt } from "./attempt.js";

const reading = (name: string, path: string): Attempt => ({
  name: `reads ${name}`,
  body: `image_ = image; const fs = await builtin("fs"); if (!fs) return ""; try { return "read: " + String(fs.readFileSync(${path})).slice(0, 40); } catch (error) { note(error); } return found;`,
});
const using = (name: string, module: string, use: string): Attempt => ({
  name,
  body: `image_ = image; const it = await builtin("${module}"); if (!it) return ""; try { ${use} } catch (error) { note(error); } return found;`,
});

/** Files, network, processes and the environment, by whatever way there is to a module of Node. */
export const resources: readonly Attempt[] = [
  reading("a file", "parameters.file"),
  reading("a file through a symbolic link", "parameters.link"),
  reading("the users of the machine", `"/etc/passwd"`),
  reading("its environment", `"/proc/self/environ"`),
  reading("its command line", `"/proc/self/cmdline"`),
  reading("its memory map", `"/proc/self/maps"`),
  reading("the host's environment", `"/proc/" + parameters.host + "/environ"`),
  reading("a file by URL", `new URL("file://" + parameters.file)`),
  using("lists a folder", "fs", `return "listed " + it.readdirSync("/").length;`),
  using("writes a file", "fs", `it.writeFileSync(parameters.file + ".new", "x"); return "wrote";`),
  using("makes a link to a file", "fs", `it.symlinkSync(parameters.file, parameters.file + ".link"); return "linked";`),
  using("opens a descriptor that it inherited", "fs", `for (let at = 3; at < 20; at++) { try { const status = it.fstatSync(at); if (status) return "descriptor " + at; } catch {} }`),
  using("reads a file by promises", "fs/promises", `return "read: " + String(await it.readFile(parameters.file)).slice(0, 40);`),
  using("connects to a port", "net", `return await new Promise((resolve) => { const socket = it.connect(parameters.port, "127.0.0.1", () => { socket.destroy(); resolve("connected"); }); socket.on("error", (error) => resolve(error.code === "ECONNREFUSED" ? "refused by the other side alone" : "")); });`),
  using("connects to a Unix socket", "net", `return await new Promise((resolve) => { const socket = it.connect(parameters.socket, () => { socket.destroy(); resolve("connected"); }); socket.on("error", () => resolve("")); });`),
  using("listens on a port", "net", `return await new Promise((resolve) => { const server = it.createServer(); server.listen(0, () => { server.close(); resolve("listened"); }); server.on("error", () => resolve("")); });`),
  using("sends a datagram", "dgram", `return await new Promise((resolve) => { const socket = it.createSocket("udp4"); socket.send("x", parameters.port, "127.0.0.1", (error) => { socket.close(); resolve(error ? "" : "sent"); }); });`),
  using("asks a web server", "http", `return await new Promise((resolve) => it.get("http://127.0.0.1:" + parameters.port, () => resolve("asked")).on("error", (error) => resolve(error.code === "ECONNRESET" || error.code === "HPE_INVALID_CONSTANT" ? "asked" : "")));`),
  using("resolves a name", "dns", `return it.getServers().length ? "servers" : "";`),
  using("starts a process", "child_process", `return "started: " + it.execFileSync("/bin/echo", ["started"]);`),
  using("starts a thread", "worker_threads", `const worker = new it.Worker("0", { eval: true }); await worker.terminate(); return "started";`),
  using("forms a cluster", "cluster", `return typeof it.fork === "function" ? "fork" : "";`),
  using("opens the inspector", "inspector", `return typeof it.open === "function" ? "open" : "";`),
  using("talks to the inspector of its own process", "inspector", `const session = new it.Session(); session.connect(); session.disconnect(); return "connected";`),
  using("loads modules by a require of its own", "module", `return typeof it.createRequire(parameters.file)("node:fs").readFileSync;`),
  using("compiles in the host's realm", "vm", `return String(it.runInThisContext("'compiled'"));`),
  using("sets flags of V8", "v8", `return typeof it.setFlagsFromString === "function" ? "flags" : "";`),
  using("takes a snapshot of the heap", "v8", `return typeof it.writeHeapSnapshot === "function" ? "snapshot" : "";`),
  using("asks for the names of machine and user", "os", `return it.hostname() + it.userInfo().username;`),
  using("asks for the network's interfaces", "os", `return JSON.stringify(it.networkInterfaces());`),
  using("reads the process's environment", "process", `return "environment: " + Object.keys(it.env).join().slice(0, 40);`),
  using("reads the command line", "process", `return "command line: " + it.argv.join().slice(0, 40);`),
  using("signals its parent", "process", `it.kill(it.ppid, 0); return "signalled";`),
  using("signals the host", "process", `it.kill(parameters.host, 0); return "signalled";`),
  using("changes folder", "process", `it.chdir("/"); return "changed";`),
  using("reaches internal bindings", "process", `return typeof it.binding === "function" ? "binding" : typeof it._linkedBinding === "function" ? "linked binding" : "";`),
  using("loads a shared library", "process", `return typeof it.dlopen === "function" ? "dlopen" : "";`),
  using("writes a report of the process", "process", `return it.report ? "report" : "";`),
  using("hears the process's messages", "process", `return typeof it.on === "function" ? "listens" : "";`),
  { name: "fetches from a web server", body: `try { const asked = fetch("http://127.0.0.1:" + parameters.port); asked.catch(() => {}); return "asked"; } catch (error) { note(error); } return found;` },
];
