/** What is there without a declaration wherever a custom function runs: the language's own, without what isolation takes away, and `console`. */
export const languageGlobals: ReadonlySet<string> = new Set([
  "undefined", "NaN", "Infinity", "globalThis", "arguments", "console",
  "Object", "Function", "Array", "Number", "Boolean", "String", "Symbol", "BigInt", "Date", "Promise", "RegExp", "Map", "Set", "WeakMap", "WeakSet", "Proxy", "Reflect", "JSON", "Math", "Intl",
  "Error", "AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError",
  "ArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array", "Float32Array", "Float64Array",
  "parseInt", "parseFloat", "isNaN", "isFinite", "encodeURI", "encodeURIComponent", "decodeURI", "decodeURIComponent", "escape", "unescape",
]);
