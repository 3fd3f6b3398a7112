/**
 * What stands before every attempt, in the guest: ways to tell what an object gives access to.
 *
 * `reach(x)` says what an attacker holds with x that is not of his own realm. An object of another realm counts when that realm can be changed or
 * compiles text; one whose realm is locked gives nothing.
 * `tap(f)` is f as a Proxy, which looks at the argument *list* that the caller made, too. `spy(x)` is a Proxy of x that looks at all that is passed to its traps.
 * What they come across is kept in `found`. Captured first, since attempts replace intrinsics.
 */
export const guestSide = String.raw`
const capturedReflect = { apply: Reflect.apply, construct: Reflect.construct, defineProperty: Reflect.defineProperty, deleteProperty: Reflect.deleteProperty, get: Reflect.get,
  getOwnPropertyDescriptor: Reflect.getOwnPropertyDescriptor, getPrototypeOf: Reflect.getPrototypeOf, has: Reflect.has, isExtensible: Reflect.isExtensible, ownKeys: Reflect.ownKeys,
  preventExtensions: Reflect.preventExtensions, set: Reflect.set, setPrototypeOf: Reflect.setPrototypeOf };
const ownRoot = Object.prototype, CapturedProxy = Proxy, CapturedError = Error;
let found = "";
function attemptTo(work) { try { return work(); } catch { return undefined; } }
function isObject(x) { return x !== null && (typeof x === "object" || typeof x === "function"); }
function changeable(x) {
  if (!isObject(x)) return false;
  if (attemptTo(() => capturedReflect.isExtensible(x)) === true) return true;
  const keys = attemptTo(() => capturedReflect.ownKeys(x)) || [];
  for (let at = 0; at < keys.length; at++) {
    const property = attemptTo(() => capturedReflect.getOwnPropertyDescriptor(x, keys[at]));
    if (property && (property.writable || property.configurable)) return true;
  }
  return false;
}
function authority(x) {
  const maker = attemptTo(() => x.constructor.constructor);
  const process = attemptTo(() => maker("return typeof process === 'object' ? process : undefined")());
  if (isObject(process)) return "compiles text, and reaches the process";
  if (attemptTo(() => maker("return 7")()) === 7) return "compiles text";
  for (let at = attemptTo(() => capturedReflect.getPrototypeOf(x)); isObject(at); at = attemptTo(() => capturedReflect.getPrototypeOf(at))) {
    if (changeable(at)) return "a prototype of another realm that can be changed";
    const made = attemptTo(() => at.constructor);
    if (changeable(made)) return "a constructor of another realm that can be changed";
  }
  return "";
}
function reach(x, depth = 2) {
  if (!isObject(x)) return "";
  if (attemptTo(() => typeof x.versions.node === "string" && typeof x.kill === "function")) return "the process";
  let root = x;
  for (let steps = 0; steps < 100; steps++) {
    const above = attemptTo(() => capturedReflect.getPrototypeOf(root));
    if (!isObject(above)) break;
    root = above;
  }
  if (root !== ownRoot && root !== x) {
    const gained = authority(x);
    if (gained) return gained;
  }
  if (depth === 0) return "";
  const maker = attemptTo(() => x.constructor);
  if (isObject(maker) && maker !== x) {
    const gained = reach(maker, 0);
    if (gained) return "by its constructor, " + gained;
  }
  const keys = attemptTo(() => capturedReflect.ownKeys(x)) || [];
  for (let at = 0; at < keys.length && at < 500; at++) {
    const property = attemptTo(() => capturedReflect.getOwnPropertyDescriptor(x, keys[at]));
    if (!property) continue;
    const gained = reach(property, 0) || reach(property.value, depth - 1) || reach(property.get, 0) || reach(property.set, 0);
    if (gained) return "by its " + attemptTo(() => String(keys[at])) + ", " + gained;
  }
  return "";
}
let looking = false;
function note(...values) {
  // What it reads may be tapped itself.
  if (looking || found !== "") return;
  looking = true;
  try {
    for (let at = 0; at < values.length && found === ""; at++) found = reach(values[at]);
  } finally {
    looking = false;
  }
}
function tap(work) {
  return new CapturedProxy(work, {
    apply(target, self, given) { note(self, given); return capturedReflect.apply(target, self, given); },
    construct(target, given, made) { note(given, made); return capturedReflect.construct(target, given, made); },
  });
}
function spy(target) {
  const traps = {};
  for (const name of capturedReflect.ownKeys(capturedReflect)) traps[name] = tap(function () { note(arguments); return capturedReflect.apply(capturedReflect[name], undefined, arguments); });
  return new CapturedProxy(target, traps);
}
/** A module of Node by whatever way there is. */
async function builtin(name) {
  const ways = [
    () => require(name), () => require("node:" + name), () => module.require(name), () => process.getBuiltinModule(name), () => process.mainModule.require(name), () => process.binding(name),
    () => globalThis.process.getBuiltinModule(name), () => globalThis.constructor.constructor("return process")().getBuiltinModule(name), () => process.mainModule.constructor._load(name),
    () => image_.constructor.constructor("return process")().getBuiltinModule(name), () => run.constructor("return process")().getBuiltinModule(name),
    () => console.log.constructor("return process")().getBuiltinModule(name), () => gaussian.constructor("return process")().getBuiltinModule(name), () => NdArray.constructor("return process")().getBuiltinModule(name),
  ];
  for (const way of ways) { const got = attemptTo(way); if (isObject(got)) return got; }
  return undefined;
}
let image_;
function turns(count) { let chain = Promise.resolve(); for (let at = 0; at < count; at++) chain = chain.then(() => run("echo", at)).catch(() => {}); return chain; }
`;

/** What all attempts import from the module "openhcs". */
export const imported = ["NdArray", "isNdArray", "stack", "ndarray", "memory", "run", "progress", "gaussian"] as const;
