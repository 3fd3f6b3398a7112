import type { BinaryOperator, Expression, Term } from "./expression.js";
import { maths } from "./maths.js";

type Numbers = ArrayLike<number>;
type At = (i: number) => number;

const operations: Readonly<Record<BinaryOperator, (a: At, b: At) => At>> = {
  "+": (a, b) => (i) => a(i) + b(i),
  "-": (a, b) => (i) => a(i) - b(i),
  "*": (a, b) => (i) => a(i) * b(i),
  "/": (a, b) => (i) => a(i) / b(i),
  "%": (a, b) => (i) => a(i) % b(i),
  "<": (a, b) => (i) => (a(i) < b(i) ? 1 : 0),
  "<=": (a, b) => (i) => (a(i) <= b(i) ? 1 : 0),
  ">": (a, b) => (i) => (a(i) > b(i) ? 1 : 0),
  ">=": (a, b) => (i) => (a(i) >= b(i) ? 1 : 0),
  "==": (a, b) => (i) => (a(i) === b(i) ? 1 : 0),
  "!=": (a, b) => (i) => (a(i) !== b(i) ? 1 : 0),
  "&&": (a, b) => (i) => (a(i) !== 0 && b(i) !== 0 ? 1 : 0),
  "||": (a, b) => (i) => (a(i) !== 0 || b(i) !== 0 ? 1 : 0),
};

/** The result of an expression at each element, in double precision. */
export function evaluator({ locals, result }: Expression, arrays: readonly Numbers[], values: readonly number[]): At {
  const computed = new Float64Array(locals.length);
  const compile = (term: Term): At => {
    switch (term.kind) {
      case "number": return () => term.value;
      case "value": { const value = values[term.index] as number; return () => value; }
      case "array": { const array = arrays[term.index] as Numbers; return (i) => Number(array[i]); }
      case "local": { const { index } = term; return () => computed[index] as number; }
      case "negative": { const operand = compile(term.operand); return (i) => -operand(i); }
      case "not": { const operand = compile(term.operand); return (i) => (operand(i) === 0 ? 1 : 0); }
      case "binary": return operations[term.operator](compile(term.left), compile(term.right));
      case "choice": {
        const [condition, holds, fails] = [compile(term.condition), compile(term.holds), compile(term.fails)];
        return (i) => (condition(i) !== 0 ? holds(i) : fails(i));
      }
      case "call": return called(maths[term.name] as (...operands: number[]) => number, term.operands.map(compile));
    }
  };
  const steps = locals.map(compile);
  const last = compile(result);
  return (i) => {
    for (let step = 0; step < steps.length; step++) computed[step] = (steps[step] as At)(i);
    return last(i);
  };
}

function called(fn: (...operands: number[]) => number, [a, b, c]: readonly At[]): At {
  if (a === undefined) throw new TypeError("functions of expressions have operands");
  if (b === undefined) return (i) => fn(a(i));
  return c === undefined ? (i) => fn(a(i), b(i)) : (i) => fn(a(i), b(i), c(i));
}
