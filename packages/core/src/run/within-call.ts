import { NoRuntimeError } from "../function/function-errors.js";
import { ambientCall } from "./ambient.js";

/** Runs a function by its key, as part of the call in whose body this is. @throws NoRuntimeError outside of any call */
export function run(key: string, ...args: readonly unknown[]): Promise<unknown> {
  return ambientCall()?.run(key, ...args) ?? Promise.reject(new NoRuntimeError(key));
}

/** Says how far the call in whose body this is has come, 0 to 1; outside of any call nobody hears it. */
export function progress(fraction: number, message?: string): void {
  ambientCall()?.progress(fraction, message);
}
