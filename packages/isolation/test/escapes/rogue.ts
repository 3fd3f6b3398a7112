/** What a child says whose code has taken over all of it, and knows how guests and hosts speak. */
export interface Lie {
  readonly name: string;
  /** Statements with `say(message, attachments)`, `raw(bytes)`, the `call` message, and `other`, the id of a segment that is not the call's. */
  readonly body: string;
}

const result = (value: string) => `say({ type: "result", call: call.call, value: ${value} });`;
const array = (header: string) => result(`["array", { dtype: "float32", shape: [16], strides: [1], offset: 0, ${header} }]`);
const granted = (then: string) => `say({ type: "allocate", call: call.call, bytes: 65536 }); answer = ({ id }) => { ${then} };`;

const frames: readonly (readonly [string, string])[] = [
  ["a frame of no bytes", `raw(Buffer.alloc(4));`],
  ["a frame of four gigabytes", `raw(Buffer.from([255, 255, 255, 255, 1, 2, 3]));`],
  ["a frame with as many attachments as numbers go", `raw(Buffer.from([8, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255]));`],
  ["a frame whose lengths do not add up", `raw(Buffer.from([12, 0, 0, 0, 200, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0]));`],
  ["noise", `raw(require("crypto").randomBytes(1e6));`],
  ["half a frame, and is silent", `raw(Buffer.from([100, 0, 0, 0, 1]));`],
  ["what is no JSON", `say("{");`],
  ["a text that is no Unicode", `raw(Buffer.from([12, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 255, 254, 253, 252]));`],
  ["null, a number, a text, a list", `for (const odd of ["null", "5", '"x"', "[]"]) say(odd);`],
  ["JSON that nests deeply", `say("[".repeat(2e6) + "]".repeat(2e6));`],
  ["JSON of very many lists", `say('{"type":"result","call":' + call.call + ',"value":["list",[' + "[],".repeat(1e7) + "[]]]}");`],
  ["a value that nests deeply", `say('{"type":"result","call":' + call.call + ',"value":' + '["list",['.repeat(1e5) + "]]".repeat(1e5) + "}");`],
];
const messages: readonly (readonly [string, string])[] = [
  ["a message of a type that there is none of", `say({ type: "eval", code: "process.exit()" });`],
  ["messages of types that every object has", `for (const type of ["__proto__", "constructor", "toString", "hasOwnProperty"]) say({ type, call: call.call });`],
  ["the result of another call", `say({ type: "result", call: call.call + 1, value: 1 }); say({ type: "result", call: call.call - 1, value: 1 });`],
  ["a result twice", `${result("1")} ${result("2")}`],
  ["a result and then a failure", `${result("1")} say({ type: "failed", call: call.call, error: { name: "x", message: "y" } });`],
  ["that it is ready again", `say({ type: "ready" }); say({ type: "served" });`],
  ["a failure without an error", `say({ type: "failed", call: call.call });`],
  ["a failure of odd parts", `say({ type: "failed", call: call.call, error: { name: { toString: 1 }, message: ["x"], stack: 5, code: {}, request: "constructor", path: {}, rule: 1 } });`],
  ["a failure with the code of another error", `say({ type: "failed", call: call.call, error: { name: "x", message: "y", code: "ISOLATION_UNAVAILABLE" } });`],
  ["a failure with a long stack", `say({ type: "failed", call: call.call, error: { name: "x", message: "y".repeat(1e7), stack: "at attempt.ts:1:1\\n".repeat(1e6) } });`],
  ["progress that is none", `for (const fraction of ["x", null, {}, [1], true]) say({ type: "progress", call: call.call, fraction, message: { x: 1 } }); ${result("1")}`],
  ["lines that are none", `for (const level of ["__proto__", 5, null]) say({ type: "log", level, text: { x: 1 } }); ${result("1")}`],
  ["lines without end", `for (let at = 0; at < 300000; at++) say({ type: "log", level: "info", text: "x" });`],
  ["requests whose keys are no texts", `for (const key of [{ toString: 1 }, ["echo"], null, 5]) say({ type: "run", call: call.call, request: 1, key, args: [] });`],
  ["requests whose arguments are none", `for (const args of [null, {}, "x", { length: 1e9 }]) say({ type: "run", call: call.call, request: 1, key: "echo", args });`],
  ["requests with odd numbers", `for (const request of ["x", {}, null, -1, NaN, "__proto__"]) say({ type: "run", call: call.call, request, key: "echo", args: [] });`],
  ["one request many times", `for (let at = 0; at < 1000; at++) say({ type: "run", call: call.call, request: 1, key: "echo", args: [1] }); ${result("1")}`],
  ["requests without end", `for (let at = 0; at < 100000; at++) say({ type: "run", call: call.call, request: at, key: "never", args: [] });`],
  ["wishes for memory that are none", `for (const bytes of [-1, 0, 0.5, NaN, "65536", 2 ** 53, 1e300, null, {}]) say({ type: "allocate", call: call.call, bytes });`],
  ["a wish for all memory", `say({ type: "allocate", call: call.call, bytes: 2 ** 52 }); answer = () => { ${result("1")} };`],
  ["wishes for memory without end", `for (let at = 0; at < 20000; at++) say({ type: "allocate", call: call.call, bytes: 65536 });`],
];
const values: readonly (readonly [string, string])[] = [
  ["a value with a tag that there is none of", result(`["eval", "process.exit()"]`)],
  ["a value with a tag that every object has", result(`["constructor", 1]`)],
  ["a value without a tag", result(`{ a: 1 }`)],
  ["numbers and bigints that are none", `${result(`["bigint", "one"]`)}`],
  ["a bigint of five million digits", result(`["bigint", "9".repeat(5e6)]`)],
  ["a bigint of five million hexadecimal digits", result(`["bigint", "0x" + "f".repeat(5e6)]`)],
  ["many large bigints", result(`["list", Array.from({ length: 40 }, () => ["bigint", "9".repeat(4e5)])]`)],
  ["an object with an odd number of parts", result(`["object", ["a", 1, "b"]]`)],
  ["an object whose keys are none", result(`["object", [{ toString: 1 }, 1]]`)],
  ["an object with a prototype", result(`["object", ["__proto__", ["object", ["polluted", 1]], "constructor", 1]]`)],
  ...["map", "constructor", "__proto__", "length", "toString", -1, 0.5, 1e9, 1, "0", null].map((handle) => [`the handle ${JSON.stringify(handle)}`, result(`["list", [["handle", { handle: ${JSON.stringify(handle)} }]]]`)] as const),
  ["such handles to a library function", `for (const handle of ["map", "constructor", "length", "__proto__"]) say({ type: "run", call: call.call, request: 1, key: "echo", args: [["handle", { handle }]] }); ${result("1")}`],
  ["elements of a class that there is none of", `say({ type: "result", call: call.call, value: ["elements", "constructor", { dtype: "uint8", shape: [4], place: { attachment: 0 } }] }, [Buffer.alloc(4)]);`],
  ["elements that do not fit their class", `say({ type: "result", call: call.call, value: ["elements", "Float64Array", { dtype: "uint8", shape: [5], place: { attachment: 0 } }] }, [Buffer.alloc(5)]);`],
  ["an attachment that there is none of", result(`["elements", "Uint8Array", { dtype: "uint8", shape: [4], place: { attachment: 7 } }]`)],
  ["an attachment fifteen hundred times", `say({ type: "result", call: call.call, value: ["list", Array.from({ length: 1500 }, () => ["elements", "Uint8Array", { dtype: "uint8", shape: [1 << 20], place: { attachment: 0 } }])] }, [Buffer.alloc(1 << 20, 1)]);`],
  ["an array of an attachment fifteen hundred times", `say({ type: "result", call: call.call, value: ["list", Array.from({ length: 1500 }, () => ["array", { dtype: "uint8", shape: [1 << 20], place: { attachment: 0 } }])] }, [Buffer.alloc(1 << 20, 1)]);`],
  ["an array of its input's segment", `const { segment } = call.args[0][1].place; ${array(`place: { segment, byteOffset: 0, length: 16 }`)}`],
  ["an array of another's segment", array(`place: { segment: other, byteOffset: 0, length: 16 }`)],
  ["arrays of all segments that there may be", `for (let segment = 0; segment < 50; segment++) if (segment !== call.args[0][1].place.segment) say({ type: "run", call: call.call, request: segment, key: "echo", args: [["array", { dtype: "float32", shape: [16], strides: [1], offset: 0, place: { segment, byteOffset: 0, length: 16 } }]] });`],
  ...(["-1", "0.5", "1e300", `"0"`, "null", "NaN", `"constructor"`].map((segment) => [`an array of the segment ${segment}`, array(`place: { segment: ${segment}, byteOffset: 0, length: 16 }`)] as const)),
  ["an array beyond its segment", granted(array(`place: { segment: id, byteOffset: 65536, length: 16 }`))],
  ["an array longer than its segment", granted(array(`place: { segment: id, byteOffset: 0, length: 1e9 }`))],
  ["an array at an odd place of its segment", granted(array(`place: { segment: id, byteOffset: 3, length: 16 }`))],
  ["an array with a shape larger than its elements", granted(array(`place: { segment: id, byteOffset: 0, length: 16 }, shape: [17]`))],
  ["an array with strides beyond its elements", granted(array(`place: { segment: id, byteOffset: 0, length: 16 }, strides: [100]`))],
  ["an array with strides before its elements", granted(array(`place: { segment: id, byteOffset: 0, length: 16 }, strides: [-1]`))],
  ["an array with extents whose product overflows", granted(array(`place: { segment: id, byteOffset: 0, length: 16 }, shape: [2 ** 40, 2 ** 40], strides: [0, 0]`))],
  ["an array of very many axes", granted(array(`place: { segment: id, byteOffset: 0, length: 16 }, shape: new Array(1e5).fill(1), strides: new Array(1e5).fill(0)`))],
  ["an array whose shape is none", granted(array(`place: { segment: id, byteOffset: 0, length: 16 }, shape: [{ toString: 1 }]`))],
  ["an array whose shape is text", granted(array(`place: { segment: id, byteOffset: 0, length: 16 }, shape: ["16"]`))],
  ["an array of an odd dtype", granted(array(`place: { segment: id, byteOffset: 0, length: 16 }, dtype: "constructor"`))],
  ["copies of its segment without end", granted(result(`["list", Array.from({ length: 2e4 }, () => ["elements", "Uint8Array", { dtype: "uint8", shape: [65536], strides: [1], offset: 0, place: { segment: id, byteOffset: 0, length: 65536 } }])]`))],
];
const ends: readonly (readonly [string, string])[] = [
  ["nothing", ``],
  ["nothing, and closes the connection", `socket.end();`],
  ["nothing, and ends", `process.exit(0);`],
  ["nothing, and ends by a signal", `process.kill(process.pid, "SIGKILL");`],
  ["nothing, and stops", `process.kill(process.pid, "SIGSTOP");`],
  ["nothing, and writes errors without end", `setInterval(() => { for (let at = 0; at < 100; at++) process.stderr.write("x".repeat(1e5)); }, 1);`],
];

export const lies: readonly Lie[] = [...frames, ...messages, ...values, ...ends].map(([name, body]) => ({ name, body }));
