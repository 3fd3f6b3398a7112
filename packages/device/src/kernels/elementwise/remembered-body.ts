import { Recent } from "../../session/recent.js";
import type { Body, BodyDtypes, BodyOf } from "./body.js";

/** The same bodies, each composed once: planning, looking for what the device lacks, and fusing ask for them at every call. */
export function rememberedBody<Choices extends object>(body: BodyOf<Choices>): BodyOf<Choices> {
  const bodies = new Recent<Body | string>(200);
  return (dtypes, parameters) => {
    const key = keyOf(dtypes, parameters as Readonly<Record<string, unknown>>);
    return key === undefined ? body(dtypes, parameters) : bodies.get(key, () => body(dtypes, parameters));
  };
}

/** Undefined where a parameter is more than a number, a text or a choice. */
function keyOf(dtypes: BodyDtypes, parameters: Readonly<Record<string, unknown>>): string | undefined {
  let key = "";
  for (const name in dtypes) key += `${name} ${dtypes[name]}|`;
  for (const name in parameters) {
    const value = parameters[name];
    if (typeof value === "object" && value !== null) return undefined;
    key += `${name} ${typeof value} ${Object.is(value, -0) ? "-0" : String(value)}|`;
  }
  return key;
}
