import { functions } from "@openhcs/functions";
import type { GuestSource } from "../guest-source.js";

/** What a reference came to: what it returned, or the error of the library that it threw, as plain data. */
export type ReferenceOutcome =
  | { readonly returned: unknown }
  | { readonly refusal: { readonly code: string; readonly message: string; readonly fields: Readonly<Record<string, unknown>> } };

/** Names of the functions whose references run in a child of the library. */
export const referenceNames: ReadonlySet<string> = new Set(functions.map(({ name }) => name));

/** The source that a child of the library serves: each function by its name, called with inputs and parameters. */
export const librarySource: GuestSource = {
  filename: "library.js",
  code: `
const plain = (value) => value === null || ["string", "number", "boolean"].includes(typeof value) || (Array.isArray(value) && value.every(plain));
const fieldsOf = (error) => Object.fromEntries(Object.entries(error).filter(([name, value]) => !["code", "name", "message"].includes(name) && plain(value)));
async function outcomeOf(name, inputs, parameters) {
  try {
    return { returned: await library[name].reference(inputs, parameters, { progress }) };
  } catch (error) {
    if (!isOpenHcsError(error)) throw error;
    return { refusal: { code: error.code, message: error.message, fields: fieldsOf(error) } };
  }
}
${[...referenceNames].map((name) => `function ${bindingOf(name)}(inputs, parameters) { return outcomeOf("${name}", inputs, parameters); }`).join("\n")}
`,
  imports: [
    { from: "@openhcs/functions", imported: "*", local: "library" },
    { from: "@openhcs/core", imported: "isOpenHcsError", local: "isOpenHcsError" },
    { from: "@openhcs/core", imported: "progress", local: "progress" },
  ],
  names: [...referenceNames].map(bindingOf),
  hash: "@openhcs/functions",
};

/** As errors name the call. */
export function bindingOf(name: string): string {
  return `${name}Reference`;
}
