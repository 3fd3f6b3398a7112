import { OpenHcsError } from "../errors/openhcs-error.js";
import { display } from "./display.js";

/** A function definition contradicts itself or lacks a part. */
export class InvalidDefinitionError extends OpenHcsError {
  readonly code = "INVALID_DEFINITION";
  readonly functionName: string;
  constructor(functionName: string, rule: string) {
    super(`${functionName}: ${rule}`);
    this.functionName = functionName;
  }
}

/** In place of an argument's name where a rule between several is broken; such a rule names them itself. */
const wholeCall = "arguments";

/** An argument of a call breaks its declaration. */
export class InvalidArgumentError extends OpenHcsError {
  readonly code = "INVALID_ARGUMENT";
  /** Its key in a runtime, `openhcs:brightSpots`; else its name. */
  readonly functionName: string;
  /** Its name; `arguments` where a rule between several is broken. */
  readonly argument: string;
  readonly received: unknown;
  /** @param shown what the message says of what was received, where that is not the value itself */
  constructor(functionName: string, argument: string, rule: string, received: unknown, shown: string = display(received)) {
    super(`${functionName}: ${argument === wholeCall ? "" : `"${argument}" `}${rule}, received ${shown}.`);
    this.functionName = functionName;
    this.argument = argument;
    this.received = received;
  }

  /** What was received may be anything, also what JSON cannot say or a whole image: as in the message, unless it is a scalar. */
  override toJSON(): Record<string, unknown> {
    const { received } = this;
    const isScalar = received === null || ["string", "number", "boolean"].includes(typeof received);
    return { ...super.toJSON(), received: isScalar ? received : display(received) };
  }
}

/** A call has a parameter that the function does not have. */
export class UnknownParameterError extends OpenHcsError {
  readonly code = "UNKNOWN_PARAMETER";
  /** Its key in a runtime, `openhcs:brightSpots`; else its name. */
  readonly functionName: string;
  readonly parameter: string;
  readonly nearest: readonly string[];
  constructor(functionName: string, parameter: string, nearest: readonly string[], hint: string) {
    super(`${functionName} has no parameter "${parameter}"; ${hint}`);
    this.functionName = functionName;
    this.parameter = parameter;
    this.nearest = nearest;
  }
}

/** A body asked to run another function where no runtime is. */
export class NoRuntimeError extends OpenHcsError {
  readonly code = "NO_RUNTIME";
  readonly key: string;
  constructor(key: string) {
    super(`there is no runtime to run "${key}"; call the function by runtime.run, or import and call the library function.`);
    this.key = key;
  }
}

/** A reference pins a version of a function that is not the registered one any more. */
export class FunctionChangedError extends OpenHcsError {
  readonly code = "FUNCTION_CHANGED";
  readonly key: string;
  constructor(key: string, pinned: string, version: string | undefined) {
    super(`${key} changed; resolve it again: its key without a version, or customFunctions.get(name), is the function as it is now (pinned ${pinned}, registered ${version ?? "without a version"}).`);
    this.key = key;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    INVALID_DEFINITION: InvalidDefinitionError;
    INVALID_ARGUMENT: InvalidArgumentError;
    UNKNOWN_PARAMETER: UnknownParameterError;
    NO_RUNTIME: NoRuntimeError;
    FUNCTION_CHANGED: FunctionChangedError;
  }
}
