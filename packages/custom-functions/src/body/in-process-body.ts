import { compileFunction } from "node:vm";
import type { FunctionContext } from "@openhcs/core";
import type { CompiledSource } from "@openhcs/validator";
import { deeper, depthOfCall } from "./call-depth.js";
import { guestConsole } from "./guest-console.js";
import type { ImportResolver } from "./imports.js";
import { inProcessFailure } from "./in-process-failure.js";
import type { SourceBody } from "./source-body.js";

type Functions = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

interface Running {
  readonly compiled: CompiledSource;
  readonly functions: Functions;
}

/** Runs a trusted source in the host's own process: nothing is copied, and nothing is held back. Limits of time and memory do not hold here. */
export class InProcessBody implements SourceBody {
  readonly #compile: () => CompiledSource;
  readonly #resolve: ImportResolver;
  #started: Running | undefined;

  constructor(compile: () => CompiledSource, resolve: ImportResolver) {
    this.#compile = compile;
    this.#resolve = resolve;
  }

  evaluate(): Promise<void> {
    return Promise.resolve().then(() => { this.#running(); });
  }

  async call(binding: string, args: readonly unknown[], { signal }: FunctionContext): Promise<unknown> {
    const { compiled, functions } = this.#running();
    const body = functions[binding] as Functions[string];
    try {
      return await deeper(depthOfCall(binding, signal), async () => body(...args));
    } catch (error) {
      throw inProcessFailure(error, compiled, binding);
    }
  }

  retire(): Promise<void> {
    return Promise.resolve();
  }

  /** As in an isolated child: a strict function of what is imported, which returns what is declared at the top. */
  #running(): Running {
    if (this.#started !== undefined) return this.#started;
    const compiled = this.#compile();
    const { code, filename, imports, names } = compiled;
    const text = `"use strict";\n${code}\nreturn { ${names.join(", ")} };`;
    try {
      const source = compileFunction(text, [...imports.map(({ local }) => local), "console"], { filename, lineOffset: -1 });
      return this.#started = { compiled, functions: source(...imports.map(this.#resolve), guestConsole) as Functions };
    } catch (error) {
      throw inProcessFailure(error, compiled);
    }
  }
}
