import { createRuntime, NdArray, type Runtime, type RuntimeOptions } from "@openhcs/core";
import { CustomFunctionManager, type CustomFunctionsChanged, type LoadFailure, type ManagerOptions } from "@openhcs/custom-functions";
import { functions } from "@openhcs/functions";

export interface Setting extends AsyncDisposable {
  readonly runtime: Runtime;
  readonly manager: CustomFunctionManager;
  readonly changes: CustomFunctionsChanged[];
  readonly failures: LoadFailure[];
}

/** A manager of a runtime with the library, and what it tells. */
export async function setting(options: Omit<ManagerOptions, "runtime"> = {}, runtimeOptions: RuntimeOptions = {}): Promise<Setting> {
  const runtime = await createRuntime({ functions, ...runtimeOptions });
  const manager = new CustomFunctionManager({ runtime, ...options });
  const changes: CustomFunctionsChanged[] = [];
  const failures: LoadFailure[] = [];
  manager.events.on("changed", (change) => { changes.push(change); });
  manager.events.on("failed", (failure) => { failures.push(failure); });
  return { runtime, manager, changes, failures, [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose]() };
}

/** All sources trusted, in this process: for what does not hang on where bodies run. */
export const inProcess = { trust: { everything: true } } as const;

export function image(values: readonly (readonly number[])[] = [[0, 1], [2, 3]]): NdArray {
  return NdArray.from([values], "float32");
}

/** A function that adds a number. */
export function adding(name: string, amount: number): string {
  return `import { ndarray, type NdArray } from "openhcs";

/**
 * Adds ${amount}.
 * @param times how often
 */
export const ${name} = ndarray(function ${name}(image: NdArray, times: number = 1) {
  return image.add(${amount} * times);
});
`;
}
