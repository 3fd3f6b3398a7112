import { extname } from "node:path";
import { InvalidOptionError, isOpenHcsError, type FunctionStore, type Runtime } from "@openhcs/core";
import { analyze, validateCode, ValidationError, type CompiledSource, type DeclaredFunction, type ImportRule, type SourceAnalysis, type ValidationOptions, type ValidationResult } from "@openhcs/validator";
import type { Bodies } from "../body/bodies.js";
import { libraryModules } from "../body/imports.js";
import { tightest, type CallLimits } from "../call-limits.js";
import type { SourceBody } from "../body/source-body.js";
import type { Trust, Verdict } from "../signing/trust.js";
import { definitionOf } from "./definition.js";
import { executionError } from "./execution-error.js";
import type { PreparedSource, SourceDraft } from "./prepared-source.js";
import { digestOf, type Reading, type Readings } from "./readings.js";
import { sourceHash } from "./source-hash.js";
import { validatorBuild } from "./validator-build.js";

interface PreparerServices {
  readonly runtime: Runtime;
  readonly trust: Trust;
  readonly bodies: Bodies;
  readonly imports: readonly ImportRule[];
  /** What no function may exceed. */
  readonly limits: CallLimits;
  readonly readings: Readings;
}

export interface PrepareOptions {
  /** Where the source is kept, or is about to be, given the names of its functions: the keys of that store count. May refuse the names, before anything is run. */
  readonly home: (names: readonly string[]) => FunctionStore;
  /** Runs the top level once, as the last stage of validation. Sources that were registered before need not. Default true. */
  readonly evaluate?: boolean;
  /** Tighter limits than those of the manager. */
  readonly limits?: CallLimits | undefined;
  /** The host vouches for the source; lasting once it is published. */
  readonly trusted?: boolean | undefined;
}

/** What sources may be written in. */
export const languages: readonly string[] = ["ts", "js"];

/** Turns source text into definitions that can be published; changes nothing that others see. */
export class Preparer {
  readonly #services: PreparerServices;
  #options: ValidationOptions | undefined;
  /** Names the options and the validator. */
  #judgedBy: string | undefined;

  constructor(services: PreparerServices) {
    const { functions, memoryTypes } = services.runtime;
    this.#services = services;
    functions.events.on("changed", ({ before, after }) => { if ((after ?? before)?.namespace === undefined) this.#forget(); });
    memoryTypes.events.on("changed", () => this.#forget());
  }

  /** Something else is installed now. */
  #forget(): void {
    this.#options = undefined;
    this.#judgedBy = undefined;
  }

  /** As registering the text without a signature would, but for running it. */
  validate(source: string, filename?: string): ValidationResult {
    const isolated = typeof source !== "string" || this.#services.trust.tierOf(sourceHash(source)) !== "in-process";
    return validateCode(source, this.#optionsOf(filename, isolated));
  }

  /** For callers without types. @throws ValidationError */
  checkText(source: unknown, filename = "function.ts"): void {
    if (typeof source !== "string") throw new ValidationError(this.#analyze(source as string, filename).result, filename);
  }

  /** @throws ValidationError with everything that is wrong, InvalidSignatureError, UntrustedSourceError, InvalidOptionError for an unknown language */
  async prepare({ source, language, name: given, signature, filename }: SourceDraft, { home, evaluate = true, limits, trusted }: PrepareOptions): Promise<PreparedSource> {
    if (!languages.includes(language)) throw new InvalidOptionError("language", `must be one of ${languages.join(", ")}, received ${JSON.stringify(language)}`);
    // What the code may see of itself is a name, never a path of the host.
    const file = given === undefined ? (filename ?? `function.${language}`) : `${given}.${language}`;
    const { hash, functions, imports, compiled } = evaluate ? this.#read(source, file, filename) : this.#readAgain(source, file, filename);
    const name = given ?? (functions[0] as DeclaredFunction).name;
    const caps = functions.map((declared) => tightest(this.#services.limits, limits, declared.limits));
    const verdict = await this.#services.trust.judge(name, source, hash, signature, home(functions.map((declared) => declared.name)), trusted);
    if (verdict.tier !== "in-process" && (importsFromHost(imports) || mayHaveKernels(source))) this.#checkIsolated(source, file, filename);
    const body = this.#services.bodies.make(verdict.tier, hash, () => compiled ?? this.compile(source, file));
    try {
      if (evaluate) await evaluated(body.evaluate(tightest(this.#services.limits, limits)), source, filename ?? file);
    } catch (error) {
      await Promise.allSettled([body.retire()]); // What failed first is told.
      throw error;
    }
    return Object.freeze({
      name, source, hash, language, verdict, body,
      ...(signature === undefined ? {} : { signature }),
      ...(limits === undefined ? {} : { hostLimits: tightest(limits) }),
      functions: functions.map((declared, at) => ({ declared, definition: definitionOf(declared, body, caps[at] as CallLimits), limits: caps[at] as CallLimits })),
    });
  }

  /** @throws ValidationError where it wants what needs trust */
  #checkIsolated(source: string, file: string, filename = file): void {
    const { result } = analyze(source, this.#optionsOf(file, true));
    if (!result.isValid) throw new ValidationError(result, filename);
  }

  /** Names of the built-in functions. */
  get libraryFunctions(): readonly string[] {
    this.#options ??= this.#currentOptions();
    return this.#options.libraryFunctions ?? [];
  }

  /** What runs a text that shall not be registered, where one of that verdict runs. @throws ValidationError */
  body(source: string, { tier }: Verdict, filename = "example.ts"): SourceBody {
    const { result, compiled } = this.#analyze(source, filename);
    if (compiled === undefined) throw new ValidationError(result, filename);
    return this.#services.bodies.make(tier, sourceHash(source), () => compiled);
  }

  /** The text to run of a source that is known to be valid. */
  compile(source: string, filename: string): CompiledSource {
    const { result, compiled } = this.#analyze(source, filename);
    if (compiled === undefined) throw new ValidationError(result, filename); // A memory type that it needs has gone.
    return compiled;
  }

  /** @throws ValidationError */
  #read(source: string, file: string, filename = file): Reading & { readonly hash: string; readonly compiled?: CompiledSource | undefined } {
    const { result, functions, imports, compiled } = this.#analyze(source, file);
    if (!result.isValid) throw new ValidationError(result, filename);
    return { hash: sourceHash(source), functions, imports, compiled };
  }

  /** Of a source that was registered before: as it was read then, where that is known. Its text is compiled when it is first run. @throws ValidationError */
  #readAgain(source: string, file: string, filename = file): Reading & { readonly hash: string; readonly compiled?: undefined } {
    const { readings } = this.#services;
    const hash = sourceHash(source);
    const judge = readings.isKeeping ? this.#judgeOf(file) : undefined;
    const known = judge === undefined ? undefined : readings.find(hash, judge);
    if (known !== undefined) return { hash, ...known };
    const { result, functions, imports } = this.#analyze(source, file);
    if (!result.isValid) throw new ValidationError(result, filename);
    if (judge !== undefined) readings.add(hash, judge, { functions, imports });
    return { hash, functions, imports };
  }

  /** By what a text is judged, which as TypeScript may be another than as JavaScript. */
  #judgeOf(file: string): string {
    this.#judgedBy ??= digestOf([this.#optionsOf(""), validatorBuild()]);
    return `${this.#judgedBy}${extname(file)}`;
  }

  #analyze(source: string, filename?: string): SourceAnalysis {
    return analyze(source, this.#optionsOf(filename));
  }

  #optionsOf(filename = "function.ts", isolated = false): ValidationOptions {
    this.#options ??= this.#currentOptions();
    return { ...this.#options, filename, isolated };
  }

  #currentOptions(): ValidationOptions {
    const { runtime: { functions, memoryTypes }, imports } = this.#services;
    const libraryFunctions = [...functions].filter(({ namespace }) => namespace === undefined).map(({ definition }) => definition.name);
    return { imports, memoryTypes: [...memoryTypes.names()], libraryFunctions };
  }
}

/** Whether a source wants what is not there in a child. */
function importsFromHost(imports: CompiledSource["imports"]): boolean {
  return imports.some(({ from }) => !libraryModules.has(from));
}

/** Whether it is worth looking for raw kernels, which need trust. */
function mayHaveKernels(source: string): boolean {
  return /\bkernel\b/.test(source);
}

/** A source that fails when it is first run is as invalid as one that cannot be parsed. */
async function evaluated(evaluation: Promise<void>, source: string, filename: string): Promise<void> {
  try {
    await evaluation;
  } catch (error) {
    const failedItself = isOpenHcsError(error) && ["GUEST_FAILED", "GUEST_TIMED_OUT", "GUEST_OUT_OF_MEMORY", "GUEST_DIED"].includes(error.code);
    throw failedItself ? executionError(source, filename, error) : error;
  }
}
