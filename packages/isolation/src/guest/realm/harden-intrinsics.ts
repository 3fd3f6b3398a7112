/** What user code has no use for, and what would give it clocks, threads or a say in garbage collection. */
const removed = ["WebAssembly", "SharedArrayBuffer", "Atomics", "WeakRef", "FinalizationRegistry", "eval"];

/** What the last regular expression that ran saw and found, whoever's it was. */
const lastMatches = ["input", "$_", "lastMatch", "$&", "lastParen", "$+", "leftContext", "$`", "rightContext", "$'", "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9"];

/** Properties that programs override by assignment in objects of their own, such as `error.name = "…"`. */
const overridden: ReadonlyMap<object, readonly string[]> = new Map<object, readonly string[]>([
  [Object.prototype, ["constructor", "toString", "toLocaleString", "valueOf", "hasOwnProperty"]],
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError]
    .map(({ prototype }) => [prototype, ["constructor", "name", "message", "toString"]] as const),
]);

/** Whoever redefines `constructor` of a typed array's prototype makes every store to an element 7 times slower (Node 20). They stay as they are. */
const elementPrototypes: readonly object[] = [
  Uint8Array, Int8Array, Uint8ClampedArray, Uint16Array, Int16Array, Uint32Array, Int32Array, BigUint64Array, BigInt64Array, Float32Array, Float64Array,
].map(({ prototype }) => prototype);

/** Intrinsics that no global leads to. */
const hidden: readonly unknown[] = [
  async () => {}, function* () {}, async function* () {}, [][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator](), "".matchAll(/a/g),
];

/** Makes this realm's globals and all they lead to constant, and removes what user code shall not have; for the realm of user code. */
export function hardenRealm(more: readonly unknown[]): void {
  for (const name of removed) delete (globalThis as Record<string, unknown>)[name];
  // They would take the pages of an array along, beyond the end of its call.
  for (const name of ["transfer", "transferToFixedLength"]) delete (ArrayBuffer.prototype as unknown as Record<string, unknown>)[name];
  for (const name of lastMatches) delete (RegExp as unknown as Record<string, unknown>)[name];
  const seen = hardenAll([...more, ...globalsOf(Reflect.ownKeys(globalThis))]);
  harden(globalThis, seen);
}

/** Makes the language's own objects constant, and leaves the globals around them alone; for the realm around that of user code. */
export function hardenIntrinsics(): void {
  hardenAll(globalsOf([
    "Object", "Function", "Array", "Number", "Boolean", "String", "Symbol", "BigInt", "Date", "Promise", "RegExp", "Map", "Set", "WeakMap", "WeakSet", "Proxy", "Reflect", "JSON",
    "Math", "Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError", "AggregateError", "ArrayBuffer", "DataView", "Uint8Array", "Float32Array",
  ]));
}

function globalsOf(names: readonly PropertyKey[]): unknown[] {
  return names.map((name) => Reflect.getOwnPropertyDescriptor(globalThis, name)?.value as unknown);
}

function hardenAll(roots: readonly unknown[]): Set<object> {
  const seen = new Set<object>([globalThis]);
  // Nothing writes elements to it, and only when frozen do its functions cost nothing.
  Object.freeze(Math);
  for (const root of [...roots, ...hidden]) harden(root, seen);
  seen.delete(globalThis);
  return seen;
}

/**
 * Read-only properties and no new ones, all the way.
 *
 * Never by Object.freeze: on the prototypes of typed arrays it makes every store to an element 47 times slower (Node 20).
 */
function harden(root: unknown, seen: Set<object>): void {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const object = waiting.pop();
    if (object === null || (typeof object !== "object" && typeof object !== "function") || seen.has(object)) continue;
    seen.add(object);
    for (const key of Reflect.ownKeys(object)) {
      const property = Reflect.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
      waiting.push(property.value, property.get, property.set);
      if (key !== "constructor" || !elementPrototypes.includes(object)) Reflect.defineProperty(object, key, constant(object, key, property));
    }
    waiting.push(Reflect.getPrototypeOf(object));
    Reflect.preventExtensions(object);
  }
}

function constant(object: object, key: PropertyKey, property: PropertyDescriptor): PropertyDescriptor {
  if (property.configurable && overridden.get(object)?.includes(key as string)) return overridable(object, key, property);
  return "value" in property ? { ...property, writable: false, configurable: false } : { ...property, configurable: false };
}

/** A read-only property refuses assignments also to objects that inherit it; this one lets those have their own. */
function overridable(owner: object, key: PropertyKey, { value, enumerable = false }: PropertyDescriptor): PropertyDescriptor {
  return {
    get: () => value as unknown,
    set(this: unknown, own: unknown) {
      if (this === owner || this === null || (typeof this !== "object" && typeof this !== "function")) throw new TypeError(`Cannot assign to read only property '${String(key)}'.`);
      Reflect.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
    },
    enumerable,
    configurable: false,
  };
}
