import { InvalidOptionError, suggest } from "@openhcs/core";

/** Whether the value of an option is one, or why it is none. */
export type OptionRule = (value: unknown) => true | string;

export const bytesOption: OptionRule = (value) => (Number.isSafeInteger(value) && (value as number) > 0) || `must be a whole number of bytes from 1, received ${JSON.stringify(value)}`;

/** The options of a factory by its rules. @throws InvalidOptionError */
export function checkOptions<Options extends object>(options: Options, rules: Readonly<Record<keyof Options, OptionRule>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof Options] : undefined;
    const [nearest = Object.keys(rules).join(", ")] = suggest(name, Object.keys(rules));
    const answer = rule === undefined ? `does not exist; nearest: ${nearest}` : rule(value);
    if (answer !== true) throw new InvalidOptionError(name, answer);
  }
}
