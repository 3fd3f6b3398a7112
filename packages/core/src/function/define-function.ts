import type { Dtype } from "../array/dtype.js";
import { isNdArray, type NdArray } from "../array/nd-array.js";
import type { ArraySpec } from "../memory/array-spec.js";
import { ndarrayType } from "../memory/ndarray-type.js";
import { convertDtype } from "../dtype-rule/convert.js";
import { dtypeConversions } from "../dtype-rule/policy.js";
import { resultDtype } from "../dtype-rule/result-dtype.js";
import { ambientCall } from "../run/ambient.js";
import type { Inputs, ParameterArgument, Parameters } from "./argument.js";
import { byExpression } from "./by-expression.js";
import { checkArguments } from "./check-arguments.js";
import { processingContracts } from "./contract.js";
import type { FunctionContext } from "./context.js";
import type { FunctionDefinition, LibraryFunction } from "./definition.js";
import { display } from "./display.js";
import { dtypeModeOf } from "./dtype-mode.js";
import { InvalidDefinitionError, NoRuntimeError } from "./function-errors.js";
import type { Outputs } from "./output.js";
import { isParameterType, parameterRule, parameterTypes } from "./parameter-rule.js";
import { byContract, invokeByPlanes, ownHandles } from "./planes.js";
import { mainOutputName, outputsOf } from "./returned.js";
import { resultKind } from "./result-kind.js";

const brand = Symbol.for("openhcs.function");

/**
 * Makes a function definition that can also be called.
 *
 * Called inside a runtime's call it runs there; elsewhere it is the host reference on `NdArray`s. One with a string parameter `expression`
 * is also called with that alone, and gives a function of its arrays and numbers. Registering is the host's act.
 * @throws InvalidDefinitionError when the parts contradict each other
 */
export function defineFunction<
  const I extends Inputs, const P extends Parameters, const O extends Outputs, const Main extends keyof O = keyof O,
>(definition: FunctionDefinition<I, P, O, Main>): LibraryFunction<I, P, O, Main> {
  checkDefinition(definition);
  const run = (...args: readonly unknown[]) => ambientCall()?.runLibraryFunction(self as FunctionDefinition, args) ?? callReference(self as FunctionDefinition, args);
  const takesExpression = (definition.parameters as Parameters)["expression"]?.type === "string";
  const call = (...args: readonly unknown[]) => (takesExpression && typeof args[0] === "string" ? byExpression(args[0], run) : run(...args));
  const { name, ...members } = definition;
  for (const member of Object.values(members)) freezeData(member);
  Object.defineProperty(call, "name", { value: name, enumerable: true });
  const self = Object.freeze(Object.assign(call, members, { [brand]: true })) as unknown as LibraryFunction<I, P, O, Main>;
  return self;
}

/** Literal data is handed out as it is, so nobody may change it. */
function freezeData(data: unknown): void {
  if (typeof data !== "object" || data === null || Object.isFrozen(data)) return;
  Object.freeze(data);
  for (const part of Object.values(data)) freezeData(part);
}

export function isFunctionDefinition(value: unknown): value is FunctionDefinition {
  return typeof value === "function" && brand in value;
}

/** The reference as a runtime would call it: on packed arrays, by planes where the contract says so, under the default dtype rule. */
async function callReference(definition: FunctionDefinition, args: readonly unknown[]): Promise<unknown> {
  const { arrays, specs, parameters, byPlanes } = checkArguments({ key: definition.name, definition }, args, hostSpec);
  const held = Object.fromEntries(Object.entries(arrays as Readonly<Record<string, NdArray>>).map(([name, array]) => [name, packedHandle(array)]));
  const context = outsideOfCalls();
  const invoke = async (inputs: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>) =>
    outputsOf(definition, await definition.reference(inputs as Readonly<Record<string, never>>, values, context));
  try {
    const outputs = byPlanes
      ? await invokeByPlanes(definition, ndarrayType, held, parameters, invoke, context.progress)
      : ownHandles(await invoke(held, parameters), held, ndarrayType);
    const value = outputs[mainOutputName(definition)];
    return isNdArray(value) ? byContract(definition, specs, ndarrayType, ofDueDtype(value, definition, parameters, Object.values(specs)[0]?.dtype)) : value;
  } finally {
    for (const name in held) held[name]?.dispose();
  }
}

function packedHandle(array: NdArray): NdArray {
  const packed = array.packed();
  return packed === array ? array.retain() : packed;
}

/** The dtype rule of a call that chooses none, so that a call gives the same within a runtime and without one. */
function ofDueDtype(value: NdArray, definition: FunctionDefinition, parameters: Readonly<Record<string, unknown>>, first: Dtype | undefined): NdArray {
  const output = (definition.outputs as Outputs)[mainOutputName(definition)];
  const due = output?.type === "array" ? resultDtype(resultKind(output, parameters), dtypeModeOf(definition), first) : undefined;
  if (due === undefined || due === value.dtype) return value;
  const converted = convertDtype(value, due, "saturate");
  value.dispose();
  return converted;
}

/** Each call has a signal of its own, or listeners of every call would gather on one. */
function outsideOfCalls(): FunctionContext {
  return { signal: new AbortController().signal, progress: () => {}, log: () => {}, run: (key) => Promise.reject(new NoRuntimeError(key)) };
}

function hostSpec(value: unknown): ArraySpec | undefined {
  return isNdArray(value) ? ndarrayType.spec(value) : undefined;
}

function checkDefinition({ name, inputs, parameters, outputs, main, contract, dtypeConversion, citations = [] }: FunctionDefinition): void {
  const refuse = (rule: string): never => { throw new InvalidDefinitionError(name || "(unnamed)", rule); };
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) refuse(`a function's name is camelCase letters and digits, received ${JSON.stringify(name)}.`);
  const outputNames = Object.keys(outputs);
  if (outputNames.length === 0) refuse("a function has at least one output.");
  if (outputNames.length > 1 && main === undefined) refuse(`with several outputs one is the main: ${outputNames.join(", ")}.`);
  if (main !== undefined && !Object.hasOwn(outputs, main)) refuse(`the main output "${String(main)}" is not among ${outputNames.join(", ")}.`);
  if (contract !== undefined && !processingContracts.includes(contract)) refuse(`contract must be one of ${processingContracts.join(", ")}, received ${JSON.stringify(contract)}.`);
  if (dtypeConversion !== undefined && !dtypeConversions.includes(dtypeConversion)) refuse(`dtypeConversion must be one of ${dtypeConversions.join(", ")}, received ${JSON.stringify(dtypeConversion)}.`);
  const badDoi = citations.find(({ doi }) => doi !== undefined && !/^10\.\d{4,9}\/\S+$/.test(doi));
  if (badDoi !== undefined) refuse(`a DOI is written as 10.1109/TSMC.1979.4310076, received ${JSON.stringify(badDoi.doi)}.`);
  const both = Object.keys(inputs).find((input) => Object.hasOwn(parameters, input));
  // By assignment it is no property of the objects that hold arguments.
  if (Object.hasOwn(inputs, "__proto__") || Object.hasOwn(parameters, "__proto__")) refuse("no input or parameter is named \"__proto__\".");
  if (both !== undefined) refuse(`"${both}" is both an input and a parameter.`);
  const seen = new Set<string>();
  for (const [parameter, argument] of Object.entries(parameters as Parameters)) {
    const late = [...Object.keys(argument.when ?? {}), ...Object.keys(argument.defaultBy ?? {})].find((other) => !seen.has(other));
    if (late !== undefined) refuse(`"${parameter}" depends on "${late}", which must be declared before it.`);
    seen.add(parameter);
    checkDefaults(parameter, argument, refuse);
  }
  for (const [output, declared] of Object.entries(outputs as Outputs)) {
    const unknown = declared.type === "array" ? Object.keys(declared.resultBy ?? {}).find((parameter) => !seen.has(parameter)) : undefined;
    if (unknown !== undefined) refuse(`the result of "${output}" depends on "${unknown}", which is no parameter.`);
  }
}

function checkDefaults(parameter: string, argument: ParameterArgument, refuse: (rule: string) => never): void {
  if (!isParameterType(argument.type)) refuse(`"${parameter}" has the type ${display(argument.type)}; there are ${parameterTypes.join(", ")}.`);
  const rule = parameterRule(argument);
  for (const value of [argument.default, ...Object.values(argument.defaultBy ?? {}).flatMap((byValue) => Object.values(byValue))]) {
    const answer = value === undefined || rule(value, Array.isArray(value) ? value.length : 0);
    if (answer !== true) refuse(`the default of "${parameter}" ${answer}, received ${display(value)}.`);
  }
}
