import type { Dtype } from "@openhcs/core";
import type { Computed, Expression, Given, Term } from "@openhcs/functions/for-kernels";
import { composeSource, type ComputeType, type KernelSource } from "../../dialect/kernel-source.js";
import { elementwiseKernelText } from "../elementwise/items.js";

/** How the dialect computes what expressions call, from names of operands. */
const calls: Readonly<Record<Extract<Computed, { kind: "call" }>["name"], (...operands: readonly string[]) => string>> = {
  abs: (x) => `fabs(${x})`, sqrt: (x) => `sqrt(${x})`, cbrt: (x) => `cbrt(${x})`, exp: (x) => `exp(${x})`, exp2: (x) => `exp2(${x})`, expm1: (x) => `expm1(${x})`,
  log: (x) => `log(${x})`, log2: (x) => `log2(${x})`, log10: (x) => `log10(${x})`, log1p: (x) => `log1p(${x})`,
  sin: (x) => `sin(${x})`, cos: (x) => `cos(${x})`, tan: (x) => `tan(${x})`, asin: (x) => `asin(${x})`, acos: (x) => `acos(${x})`, atan: (x) => `atan(${x})`,
  sinh: (x) => `sinh(${x})`, cosh: (x) => `cosh(${x})`, tanh: (x) => `tanh(${x})`,
  floor: (x) => `floor(${x})`, ceil: (x) => `ceil(${x})`, trunc: (x) => `trunc(${x})`, round: (x) => `rint(${x})`,
  sign: (x) => `${x} > (C)0 ? (C)1 : ${x} < (C)0 ? (C)-1 : ${x}`,
  isnan: (x) => truth(`${x} != ${x}`),
  isfinite: (x) => truth(`${x} - ${x} == (C)0`),
  min: (a, b) => `${a} != ${a} ? ${a} : ${b} >= ${a} ? ${a} : ${b}`,
  max: (a, b) => `${a} != ${a} ? ${a} : ${b} <= ${a} ? ${a} : ${b}`,
  pow: (a, b) => `pow(${a}, ${b})`,
  atan2: (a, b) => `atan2(${a}, ${b})`,
  hypot: (a, b) => `hypot(${a}, ${b})`,
  clip: (x, low, high) => `${x} < ${low} ? ${low} : ${x} > ${high} ? ${high} : ${x}`,
};

/** An expression as a program: one statement for each of its parts, and no name of the user's in it. */
export interface ExpressionProgram {
  readonly source: KernelSource;
  /** Arrays that it takes, in order, by their place among those of the call: an expression need not use all. */
  readonly arrays: readonly number[];
}

export function expressionProgram(expression: Expression, dtypes: readonly Dtype[], values: number, outDtype: Dtype, compute: ComputeType, loadBytes = 0): ExpressionProgram {
  const writer = new Writer(compute);
  const result = writer.write(expression);
  const arrays = [...writer.used].sort((a, b) => a - b);
  const taken = Object.fromEntries(arrays.map((at) => [`A${at}`, dtypes[at] as Dtype]));
  const numbers = Array.from({ length: values }, (_, at) => `C v${at}`);
  const source = composeSource("elementwise", `
DEVICE OUT_v element_of(${[...arrays.map((at) => `A${at}_v a${at}`), ...numbers].join(", ")}) {
  ${[...arrays.map((at) => `const C x${at} = (C)a${at};`), ...writer.statements].join("\n  ")}
  return OUT_cast(${result});
}
${elementwiseKernelText({ arrays: taken, out: outDtype, numbers }, loadBytes)}`, { elements: { ...taken, OUT: outDtype }, compute });
  return { source, arrays };
}

class Writer {
  readonly statements: string[] = [];
  /** Arrays that occur. */
  readonly used = new Set<number>();
  readonly #suffix: string;
  #locals: string[] = [];

  constructor(compute: ComputeType) {
    this.#suffix = compute === "float64" ? "" : "f";
  }

  /** The name of the result. */
  write({ locals, result }: Expression): string {
    for (const local of locals) this.#locals.push(this.#name(local));
    return this.#name(result);
  }

  #name(term: Term): string {
    if (term.kind === "array") this.used.add(term.index);
    if (isGiven(term)) return term.kind === "local" ? this.#locals[term.index] as string : `${term.kind === "array" ? "x" : "v"}${term.index}`;
    const value = this.#value(term);
    return `t${this.statements.push(`const C t${this.statements.length} = ${value};`) - 1}`;
  }

  #value(term: Computed): string {
    switch (term.kind) {
      case "number": return this.#literal(term.value);
      case "negative": return `-${this.#name(term.operand)}`;
      case "not": return truth(`${this.#name(term.operand)} == (C)0`);
      case "choice": return `${this.#name(term.condition)} != (C)0 ? ${this.#name(term.holds)} : ${this.#name(term.fails)}`;
      case "call": return calls[term.name](...term.operands.map((operand) => this.#name(operand)));
      case "binary": {
        const [left, right] = [this.#name(term.left), this.#name(term.right)];
        if (term.operator === "%") return `fmod(${left}, ${right})`;
        if (term.operator === "&&" || term.operator === "||") return truth(`${left} != (C)0 ${term.operator} ${right} != (C)0`);
        return ["+", "-", "*", "/"].includes(term.operator) ? `${left} ${term.operator} ${right}` : truth(`${left} ${term.operator} ${right}`);
      }
    }
  }

  #literal(value: number): string {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "(C)INFINITE - (C)INFINITE" : "(C)INFINITE";
    const written = String(value);
    return `${/[.e]/.test(written) ? written : `${written}.0`}${this.#suffix}`;
  }
}

function isGiven(term: Term): term is Given {
  return "index" in term;
}

function truth(condition: string): string {
  return `${condition} ? (C)1 : (C)0`;
}
