/** What arrays have in the place of operators; nothing where each element is to be mapped. */
export const operatorMethods: Readonly<Record<string, string | undefined>> = {
  "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power", "%": "", ">": "greater", ">=": "greaterEqual", "<": "less", "<=": "lessEqual",
};

const mirrored: Readonly<Record<string, string | undefined>> = { "+": "add", "*": "multiply", ">": "less", ">=": "lessEqual", "<": "greater", "<=": "greaterEqual" };

/** An operation of which the array is the right operand. */
export function withArrayRight(operator: string, array: string, left: string): string {
  const method = mirrored[operator];
  return method === undefined ? `${array}.map((value) => ${left} ${operator} value)` : `${array}.${method}(${left})`;
}

/** Methods that always give an array. */
export const arrayGivers: ReadonlySet<string> = new Set([
  "add", "subtract", "multiply", "divide", "minimum", "maximum", "power", "greater", "greaterEqual", "less", "lessEqual", "equal", "notEqual",
  "map", "cast", "copy", "slice", "transpose", "squeeze", "expandDims", "broadcastTo", "reshape", "packed",
]);

/** Members of numpy and others that arrays have by another name, or made of others; `@` stands for the array. */
export const memberInstead: Readonly<Record<string, string>> = {
  astype: "cast", to: "cast", gt: "greater", ge: "greaterEqual", gte: "greaterEqual", lt: "less", le: "lessEqual", lte: "lessEqual", eq: "equal", ne: "notEqual",
  sub: "subtract", mul: "multiply", times: "multiply", div: "divide", pow: "power", ndim: "rank", nbytes: "bytes", length: "size", ravel: "reshape([@.size])", flatten: "reshape([@.size])",
  T: "transpose()", item: "get", tolist: "toNested()", clip: "maximum(low).minimum(high)", clamp: "maximum(low).minimum(high)", abs: "map(Math.abs)", sqrt: "map(Math.sqrt)",
  std: "Math.sqrt(@.subtract(@.mean()).power(2).mean())", var: "subtract(@.mean()).power(2).mean()", where: "map((value) => (value > 0 ? value : 0))", filter: "map((value) => (value > 0 ? value : 0))",
  forEach: "map", fill: "map(() => 0)", average: "mean", amin: "min", amax: "max",
};
