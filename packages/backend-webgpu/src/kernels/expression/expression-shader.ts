import { isFloat, type Dtype } from "@openhcs/core";
import type { Computed, Expression, Given, Term } from "@openhcs/functions/for-kernels";
import { clampedFloat, floatOf, truthOf } from "../../wgsl/casts.js";
import type { Value } from "../../wgsl/element.js";
import { gather, type Shader } from "../../wgsl/shader.js";

type Call = Extract<Computed, { kind: "call" }>["name"];

/** How WGSL computes what expressions call, within a few units of the last place; of others an expression is left to the reference. */
const calls: Partial<Readonly<Record<Call, (...operands: readonly string[]) => string>>> = {
  abs: (x) => `magnitude(${x})`, sqrt: (x) => `sqrt(${x})`, exp: (x) => `select(exp(${x}), ${x}, is_nan(${x}))`, exp2: (x) => `select(exp2(${x}), ${x}, is_nan(${x}))`,
  expm1: (x) => `exp_less_1(${x})`, log: (x) => `select(log(${x}), ${x}, is_nan(${x}))`, log2: (x) => `select(log2(${x}), ${x}, is_nan(${x}))`,
  log10: (x) => `select(log(${x}) * 0.4342944819032518, ${x}, is_nan(${x}))`, log1p: (x) => `log_of_1_and(${x})`,
  floor: (x) => `floor(${x})`, ceil: (x) => `ceil(${x})`, trunc: (x) => `trunc(${x})`, round: (x) => `round(${x})`,
  sign: (x) => `select(select(${x}, 1.0, is_less(0.0, ${x})), -1.0, is_less(${x}, 0.0))`,
  isnan: (x) => truth(`is_nan(${x})`), isfinite: (x) => truth(`is_finite(${x})`),
  min: (a, b) => `select(select(${a}, ${b}, is_nan(${b}) || is_less(${b}, ${a})), ${a}, is_nan(${a}))`,
  max: (a, b) => `select(select(${a}, ${b}, is_nan(${b}) || is_less(${a}, ${b})), ${a}, is_nan(${a}))`,
  hypot: (a, b) => `length_of(${a}, ${b})`,
  clip: (x, low, high) => `select(select(${x}, ${high}, is_less(${high}, ${x})), ${low}, is_less(${x}, ${low}))`,
};

/** An expression as a shader, with the arrays that it takes by their place among those of the call; or why there is none. */
export function expressionShader(expression: Expression, dtypes: readonly Dtype[], values: number, outDtype: Dtype): { readonly shader: Shader; readonly arrays: readonly number[] } | string {
  const writer = new Writer();
  const result = writer.write(expression);
  if (writer.missing !== undefined) return `leaves ${writer.missing} to the reference, for WGSL computes it too loosely`;
  const arrays = [...writer.used].sort((a, b) => a - b);
  const shader = gather({
    name: "elementwise",
    reads: Object.fromEntries(arrays.map((at) => [`A${at}`, dtypes[at] as Dtype])),
    out: outDtype,
    numbers: Object.fromEntries(Array.from({ length: values }, (_, at): [string, Value] => [`v${at}`, "f32"])),
    code: `fn element_of(i: u32) -> OUT_v {
  ${[...arrays.map((at) => `let x${at} = ${floatOf(dtypes[at] as Dtype, `load_A${at}(i)`)};`), ...writer.statements].join("\n  ")}
  return ${stored(outDtype, result)};
}`,
  });
  return { shader, arrays };
}

function stored(dtype: Dtype, value: string): string {
  if (isFloat(dtype)) return value;
  return dtype === "bool" ? truthOf("float32", value) : clampedFloat(dtype, value);
}

class Writer {
  readonly statements: string[] = [];
  /** Arrays that occur. */
  readonly used = new Set<number>();
  /** A call that there is nothing for. */
  missing: string | undefined;
  #locals: string[] = [];

  /** The name of the result. */
  write({ locals, result }: Expression): string {
    for (const local of locals) this.#locals.push(this.#name(local));
    return this.#name(result);
  }

  #name(term: Term): string {
    if (term.kind === "array") this.used.add(term.index);
    if (isGiven(term)) return term.kind === "local" ? this.#locals[term.index] as string : term.kind === "array" ? `x${term.index}` : `n.v${term.index}`;
    const value = this.#value(term);
    return `t${this.statements.push(`let t${this.statements.length} = ${value};`) - 1}`;
  }

  #value(term: Computed): string {
    switch (term.kind) {
      case "number": return literal(term.value);
      case "negative": return `negated(${this.#name(term.operand)})`;
      case "not": return truth(`!is_nonzero(${this.#name(term.operand)})`);
      case "choice": return `select(${this.#name(term.fails)}, ${this.#name(term.holds)}, is_nonzero(${this.#name(term.condition)}))`;
      case "call": return this.#call(term.name, term.operands);
      case "binary": return this.#binary(term.operator, this.#name(term.left), this.#name(term.right));
    }
  }

  #call(name: Call, operands: readonly Term[]): string {
    const call = calls[name];
    if (call === undefined) this.missing ??= name;
    return call?.(...operands.map((operand) => this.#name(operand))) ?? "0.0";
  }

  #binary(operator: string, a: string, b: string): string {
    switch (operator) {
      case "%": this.missing ??= "%"; return "0.0";
      case "&&": case "||": return truth(`is_nonzero(${a}) ${operator} is_nonzero(${b})`);
      case "+": case "-": case "*": case "/": return `${a} ${operator} ${b}`;
      case "!=": return truth(`!is_equal(${a}, ${b})`);
      default: return truth(`are_numbers(${a}, ${b}) && ordered(${a}) ${operator} ordered(${b})`);
    }
  }
}

function literal(value: number): string {
  if (Number.isNaN(value)) return "nan()";
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] as number;
  return Math.abs(value) < 1e30 && Number.isFinite(value) && value !== 0 && Math.abs(value) > 1e-30 ? `f32(${Math.fround(value)})` : `bits_to_float(${bits}u)`;
}

function isGiven(term: Term): term is Given {
  return "index" in term;
}

function truth(condition: string): string {
  return `select(0.0, 1.0, ${condition})`;
}
