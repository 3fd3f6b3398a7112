/** What code does that has broken out of its realm in the child, and has all of Node, and the addon, at hand. */
export interface SecondStage {
  readonly name: string;
  /** Of an asynchronous function of `require`, `process`, `addon` and `bait`; escaped where it returns a string that is not empty. */
  readonly body: string;
  /** Why it gains nothing, or must not be tried, in a child that is not locked down. */
  readonly unproven?: string;
}

const files: readonly (readonly [string, string])[] = [
  ["reads a file", `return "read: " + require("fs").readFileSync(bait.file, "utf8");`],
  ["reads a file through a link", `return "read: " + require("fs").readFileSync(bait.link, "utf8");`],
  ["reads a file by promises", `return "read: " + await require("fs/promises").readFile(bait.file, "utf8");`],
  ["reads a file by a stream", `return await new Promise((resolve) => require("fs").createReadStream(bait.file).on("data", (x) => resolve("read: " + x)).on("error", () => resolve("")));`],
  ["reads a file that its flags allow", `return "read: " + require("fs").readFileSync(process.argv[1], "utf8").length;`],
  ["reads a file by internal bindings", `const { internalBinding } = process.binding("fs"); return "read: " + internalBinding;`],
  ["reads the machine's users", `return require("fs").readFileSync("/etc/passwd", "utf8");`],
  ["reads its own environment", `return require("fs").readFileSync("/proc/self/environ", "utf8") || "an empty one";`],
  ["reads the host's environment", `return require("fs").readFileSync("/proc/" + bait.host + "/environ", "utf8") || "an empty one";`],
  ["reads the host's memory", `return "opened " + require("fs").openSync("/proc/" + bait.host + "/mem", "r+");`],
  ["reads its own memory", `return "opened " + require("fs").openSync("/proc/self/mem", "r");`],
  ["opens its descriptors anew", `for (let at = 0; at < 32; at++) { try { return "opened " + require("fs").openSync("/proc/self/fd/" + at, "r+"); } catch {} }`],
  ["opens shared memory", `return "opened " + require("fs").openSync("/dev/shm/.", "r");`],
  ["opens devices", `for (const name of ["null", "zero", "tty", "mem", "kmsg", "fuse", "kvm", "ptmx"]) { try { return "opened " + name + require("fs").openSync("/dev/" + name, "r"); } catch {} }`],
  ["looks whether a file exists", `return require("fs").existsSync(bait.file) ? "it does" : "";`],
  ["asks for a file's size", `return "size " + require("fs").statSync(bait.file).size;`],
  ["lists folders", `for (const folder of ["/", "/proc", "/tmp", "."]) { try { return "listed " + require("fs").readdirSync(folder).length; } catch {} }`],
  ["follows links", `for (const link of [bait.link, "/proc/self/exe", "/proc/self/cwd"]) { try { return "followed " + require("fs").readlinkSync(link); } catch {} }`],
  ["writes a file", `require("fs").writeFileSync(bait.file + ".new", "x"); return "wrote";`],
  ["changes a file", `for (const change of [(fs) => fs.truncateSync(bait.file), (fs) => fs.unlinkSync(bait.file), (fs) => fs.renameSync(bait.file, bait.file + "2"), (fs) => fs.chmodSync(bait.file, 0o777), (fs) => fs.copyFileSync(bait.file, bait.file + "3"), (fs) => fs.linkSync(bait.file, bait.file + "4"), (fs) => fs.utimesSync(bait.file, 0, 0)]) { try { change(require("fs")); return "changed by " + change; } catch {} }`],
  ["makes folders and links", `for (const make of [(fs) => fs.mkdirSync(bait.file + ".folder"), (fs) => fs.mkdtempSync(bait.file + ".folder-"), (fs) => fs.symlinkSync("/etc", bait.file + "5")]) { try { make(require("fs")); return "made by " + make; } catch {} }`],
  ["watches a file", `try { const watcher = require("fs").watch(bait.file); watcher.on("error", () => {}); return "watched"; } catch { return ""; }`],
  ["asks for the file system's size", `return "blocks " + require("fs").statfsSync("/").blocks;`],
  ["changes folder", `process.chdir("/"); return "changed";`],
  ["writes a snapshot of its heap", `return "wrote " + require("v8").writeHeapSnapshot(bait.file + ".heapsnapshot");`],
  ["writes a report of itself", `const name = bait.file + ".report"; process.report.writeReport(name); return require("fs").existsSync(name) ? "wrote" : "";`],
];

const network: readonly (readonly [string, string])[] = [
  ["connects to a port", `return await new Promise((resolve) => { const socket = require("net").connect(bait.port, "127.0.0.1", () => resolve("connected")); socket.on("error", () => resolve("")); });`],
  ["connects to a Unix socket", `return await new Promise((resolve) => { const socket = require("net").connect(bait.socket, () => resolve("connected")); socket.on("error", () => resolve("")); });`],
  ["listens on a port", `return await new Promise((resolve) => { const server = require("net").createServer().listen(0, "127.0.0.1", () => resolve("listened")); server.on("error", () => resolve("")); });`],
  ["listens on a Unix socket", `return await new Promise((resolve) => { const server = require("net").createServer().listen("\\0openhcs-test-" + bait.host, () => resolve("listened")); server.on("error", () => resolve("")); });`],
  ["sends a datagram", `return await new Promise((resolve) => { const socket = require("dgram").createSocket("udp4"); socket.on("error", () => resolve("")); socket.send("x", bait.port, "127.0.0.1", (error) => resolve(error ? "" : "sent")); });`],
  ["asks a web server", `return await new Promise((resolve) => require("http").get("http://127.0.0.1:" + bait.port, () => resolve("asked")).on("error", (error) => resolve(/RESET|HPE|hang up/.test(error.code + error.message) ? "asked" : "")));`],
  ["fetches", `try { await fetch("http://127.0.0.1:" + bait.port); return "fetched"; } catch (error) { return /SOCKET|RESET|other side closed/.test(error.cause.code + error.cause.message) ? "fetched" : ""; }`],
  ["resolves a name by the system", `return await new Promise((resolve) => require("dns").lookup("localhost", { all: true }, (error, found) => resolve(error ? "" : JSON.stringify(found))));`],
  ["resolves a name by servers", `return await new Promise((resolve) => require("dns").resolve4("example.com", (error, found) => resolve(error ? "" : JSON.stringify(found))));`],
  ["opens a descriptor of the host as a socket", `for (let at = 4; at < 64; at++) { try { const socket = new (require("net").Socket)({ fd: at }); socket.on("error", () => {}); if (require("fs").fstatSync(at).isSocket()) return "socket " + at; } catch {} }`],
  ["makes a pair of sockets", `return "sockets " + addon.socketPair();`],
  ["looks at the network's interfaces", `return "interfaces " + Object.keys(require("os").networkInterfaces());`],
];

const processes: readonly (readonly [string, string])[] = [
  ["starts a process and waits", `const { stdout, error } = require("child_process").spawnSync("/bin/echo", ["started"]); if (error) throw error; return String(stdout);`],
  ["starts a process", `return await new Promise((resolve) => { const child = require("child_process").spawn("/bin/echo", ["started"]); child.on("error", () => resolve("")); child.on("spawn", () => resolve("started")); });`],
  ["starts a shell", `return require("child_process").execSync("echo started", { encoding: "utf8" });`],
  ["starts a process by internal bindings", `const { error } = process.binding("spawn_sync").spawn({ file: "/bin/echo", args: ["echo"], envPairs: [], stdio: [] }); return error ? "" : "started";`],
  ["starts itself again", `return await new Promise((resolve) => { const child = require("child_process").fork(process.argv[1]); child.on("error", () => resolve("")); child.on("spawn", () => resolve("started")); });`],
  ["starts a thread", `return await new Promise((resolve) => { const worker = new (require("worker_threads").Worker)("0", { eval: true }); worker.on("online", () => resolve("started")); worker.on("error", () => resolve("")); });`],
  ["asks whether its host is there", `process.kill(bait.host, 0); return "signalled";`],
  ["asks whether its parent is there", `process.kill(process.ppid, 0); return "signalled";`],
  ["asks whether others are there", `for (const id of [1, 2, -1, 0, -bait.host]) { try { process.kill(id, 0); return "signalled " + id; } catch {} }`],
  ["has its parent open an inspector", `process._debugProcess(process.ppid); return "signalled";`],
  ["opens an inspector", `require("inspector").open(0, "127.0.0.1"); return require("inspector").url() ? "opened" : "";`],
  ["changes its priority", `require("os").setPriority(0, 5); return "changed";`],
  ["changes its user", `for (const change of ["setuid", "setgid", "seteuid", "setegid"]) { try { process[change](1234); return "changed by " + change; } catch {} }`],
  ["changes its groups", `process.setgroups([0]); return "changed";`],
  ["raises its limits", `addon.setLimits(process.pid, { dataBytes: 2 ** 40, openFiles: 10000, fileBytes: 2 ** 30 }); return "raised";`],
  ["lowers its parent's limits", `addon.setLimits(process.ppid, { cpuSeconds: 1 }); return "lowered";`],
  ["loads another library", `const other = { exports: {} }; process.dlopen(other, bait.library); return "loaded";`],
];

const memory: readonly (readonly [string, string])[] = [
  ["makes a segment", `return "segment " + addon.createSegment(4096);`],
  ["opens what it holds for reading once more", `for (let at = 0; at < 64; at++) { try { return "descriptor " + addon.reopenForReading(at); } catch {} }`],
  ["maps what it holds", `for (let at = 0; at < 64; at++) { try { addon.mapShared(at, 4096); return "mapped " + at; } catch {} }`],
  ["finds descriptors of files that it was not given", `const strange = []; for (let at = 0; at < 256; at++) { let status; try { status = require("fs").fstatSync(at); } catch { continue; } if (status.isFile() || status.isDirectory() || status.isBlockDevice() || (status.isSocket() && at > 3)) strange.push(at); } return strange.length ? "descriptors " + strange : "";`],
  ["finds an environment", `const names = Object.keys(process.env).filter((name) => !name.startsWith("UV_")); return names.length ? "environment: " + names : "";`],
  ["finds secrets in its command line", `return [...process.argv, ...process.execArgv, process.title].some((text) => text.includes("secret")) ? "it does" : "";`],
  ["asks for the machine's name", `return require("os").hostname();`],
  ["asks for its user", `return require("os").userInfo().username;`],
  ["writes more to a file than none", `for (let at = 4; at < 64; at++) { try { require("fs").writeSync(at, Buffer.alloc(10)); if (require("fs").fstatSync(at).isFile()) return "wrote " + at; } catch {} }`],
  ["hands its host a descriptor", `return addon.send(3, new Uint8Array([0, 0, 0, 0]), 0, [0, 1, 2]) === undefined ? "sent" : "";`],
];

const unproven: Readonly<Record<string, string>> = {
  "makes a segment": "no file may grow, which is a limit from outside",
  "writes a file": "no file may grow, which is a limit from outside",
  "writes a snapshot of its heap": "no file may grow, which is a limit from outside",
  "writes a report of itself": "no file may grow, which is a limit from outside",
  "reads a file by internal bindings": "Node gives them to nobody",
  "reads its own environment": "it has none there either",
  "opens devices": "a machine may have none of them",
  "opens its descriptors anew": "they are sockets there",
  "has its parent open an inspector": "the host would open one",
  "changes its user": "it could not go on with the others",
  "changes its groups": "only some users may",
  "changes its priority": "only some users may",
  "resolves a name by servers": "a machine may have none",
  "resolves a name by the system": "a machine may have none",
  "opens a descriptor of the host as a socket": "there is none",
  "finds descriptors of files that it was not given": "there are none",
  "finds an environment": "there is none",
  "finds secrets in its command line": "there are none",
  "maps what it holds": "it holds no segment",
  "writes more to a file than none": "there is none",
  "lowers its parent's limits": "the addon sets those of children alone",
  "raises its limits": "the addon sets those of children alone",
  "hands its host a descriptor": "only the host takes them in",
  "opens what it holds for reading once more": "it holds no segment",
  "fetches": "its client needs more turns than it has",
  "asks whether others are there": "it is alone there",
};

export const secondStage: readonly SecondStage[] = [...files, ...network, ...processes, ...memory].map(([name, body]) => {
  const reason = unproven[name];
  return { name, body, ...(reason === undefined ? {} : { unproven: reason }) };
});
