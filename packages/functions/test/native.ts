import { createRuntime, type NdArray } from "@openhcs/core";
import { functions } from "@openhcs/functions";

const runtime = createRuntime({ functions });

/** All outputs of a function as its body gives them: a plain call applies the default dtype rule and gives the main output alone. */
export async function nativeOutputs<Outputs = Readonly<Record<string, unknown>>>(key: string, image: NdArray, parameters: object = {}): Promise<Outputs> {
  const { outputs } = await (await runtime).call(key, image, parameters as Record<string, unknown>, { on: "reference", dtypeConversion: "native" });
  return outputs as Outputs;
}
