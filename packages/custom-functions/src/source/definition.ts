import { defineFunction, type FunctionDefinition } from "@openhcs/core";
import type { DeclaredFunction } from "@openhcs/validator";
import type { SourceBody } from "../body/source-body.js";
import type { CallLimits } from "../call-limits.js";

/** The definition of a custom function: one array, `image`; everything else that it takes is a parameter, in the order of the source. */
export function definitionOf(declared: DeclaredFunction, body: SourceBody, limits: CallLimits): FunctionDefinition {
  const { name, binding, parameters, parameterOrder, specialOutputs, documentation, tags, contract, dtypeConversion } = declared;
  return defineFunction({
    name,
    documentation,
    tags,
    inputs: { image: { type: "array" } },
    parameters,
    outputs: { image: { type: "array", result: declared.result ?? "image", ...described(declared.returns) }, ...specialOutputs },
    main: "image",
    ...(contract === undefined ? {} : { contract }),
    ...(dtypeConversion === undefined ? {} : { dtypeConversion }),
    inputMemoryType: declared.inputMemoryType,
    executionMemoryType: declared.executionMemoryType,
    outputMemoryType: declared.outputMemoryType,
    reference: (inputs, values, context) => {
      const { image } = inputs as { readonly image: unknown };
      return body.call(binding, [image, ...parameterOrder.map((parameter) => (values as Readonly<Record<string, unknown>>)[parameter])], context, limits) as never;
    },
  }) as unknown as FunctionDefinition;
}

function described(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}
