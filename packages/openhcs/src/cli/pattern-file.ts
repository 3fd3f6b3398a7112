import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Pair, type ParsedNode, type YAMLMap } from "yaml";
import { isOpenHcsError, messageOf, type Pattern } from "@openhcs/core";
import { PatternFileError, type Place } from "./pattern-file-error.js";

/** Throws where a function does not exist or does not take these parameters. */
export type CheckStep = (key: string, parameterNames: readonly string[]) => void;

/** A pattern, and where in its file a step or a parameter stands that the runtime refuses. */
export interface PatternFile {
  readonly pattern: Exclude<Pattern, string>;
  /** The error with its place in the file; other errors as they are. */
  located(error: unknown): unknown;
}

interface StepPlace {
  readonly component: string;
  readonly index: number;
  readonly key: string;
  readonly node: Node;
  readonly parameters: readonly ParameterPlace[];
}

interface ParameterPlace {
  readonly name: string;
  readonly value: unknown;
  readonly node: Node;
}

type Step = string | readonly [string, Readonly<Record<string, unknown>>];
type Node = ParsedNode | null | undefined;

/**
 * The pattern in a YAML document `pattern: …`.
 *
 * A step is a function's key, or a map with `function` and its parameters; a list is a chain; a map without `function` gives a step
 * or chain per component. `{ from: name }` as a parameter takes the pattern's input (`image`) or an output of an earlier step.
 * @throws PatternFileError
 */
export function parsePattern(text: string, file: string, check: CheckStep = () => {}): PatternFile {
  const places: StepPlace[] = [];
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) throw new PatternFileError(file, placeAt(broken.pos[0]), broken.message);
  const root = document.contents;
  if (!isMap(root)) fail(root, "a pattern file is a map with the key \"pattern\".");
  const stray = root.items.find((pair) => keyOf(pair) !== "pattern");
  if (stray !== undefined) fail(stray.key as Node, `unknown key "${keyOf(stray)}"; a pattern file has only "pattern".`);
  const node = root.get("pattern", true) as Node;
  return { pattern: isMap(node) && !node.has("function") ? byComponent(node) : chain(node), located };

  function chain(node: Node): Step[] | readonly [string, Readonly<Record<string, unknown>>] {
    const steps = stepOrChain(node, "");
    return typeof steps === "string" ? [steps] : (steps as Step[]);
  }

  function byComponent(map: YAMLMap): Record<string, Step | Step[]> {
    if (map.items.length === 0) fail(map as Node, "a pattern by component names at least one component.");
    return Object.fromEntries(map.items.map((pair) => {
      const value = resolved(pair.value as Node);
      if (isMap(value) && !value.has("function")) fail(value, "a dictionary inside of a dictionary is no pattern; a step has the key \"function\".");
      return [keyOf(pair), stepOrChain(value, keyOf(pair))];
    }));
  }

  function stepOrChain(node: Node, component: string): Step | Step[] {
    const value = resolved(node);
    if (!isSeq(value)) return step(value, component, 0);
    if (value.items.length === 0) fail(value, "a chain has at least one step.");
    return value.items.map((item, index) => step(item as Node, component, index));
  }

  function step(node: Node, component: string, index: number): Step {
    const value = resolved(node);
    if (isScalar(value) && typeof value.value === "string") return checked({ component, index, key: value.value, node: value, parameters: [] });
    if (!isMap(value)) fail(value, "a step is a function's key, or a map with \"function\" and its parameters.");
    const named = value.items.find((pair) => keyOf(pair) === "function");
    const key = named === undefined ? undefined : resolved(named.value as Node);
    if (!isScalar(key) || typeof key.value !== "string") fail((key ?? value) as Node, "a step needs \"function\": the key of a function.");
    const others = value.items.filter((pair) => pair !== named);
    const parameters = others.map((pair) => ({ name: keyOf(pair), value: toValue(pair.value as Node), node: pair.key as Node }));
    checked({ component, index, key: key.value, node: key as Node, parameters });
    return [key.value, Object.fromEntries(parameters.map(({ name, value }) => [name, value]))];
  }

  function checked(place: StepPlace): string {
    places.push(place);
    try {
      check(place.key, place.parameters.map(({ name }) => name));
    } catch (error) {
      throw located(error) instanceof PatternFileError ? located(error) : at(place.node, error);
    }
    return place.key;
  }

  /** By the step that the error names, or the parameter of the name and value that it names. */
  function located(error: unknown): unknown {
    if (isOpenHcsError(error, "INVALID_PATTERN")) {
      const place = places.find(({ component, index }) => error.where.startsWith(`${component === "" ? "" : `${component}: `}step ${index + 1} `));
      return place === undefined ? error : at(place.node, error);
    }
    const name = isOpenHcsError(error, "UNKNOWN_PARAMETER") ? error.parameter : isOpenHcsError(error, "INVALID_ARGUMENT") ? error.argument : undefined;
    if (name === undefined) return error;
    const { functionName } = error as { readonly functionName: string };
    const steps = places.filter(({ key }) => key.split(":").at(-1) === functionName || key === functionName);
    const named = steps.flatMap(({ parameters }) => parameters).filter((parameter) => parameter.name === name);
    const received = isOpenHcsError(error, "INVALID_ARGUMENT") ? JSON.stringify(error.received) : undefined;
    const parameter = named.find(({ value }) => JSON.stringify(value) === received) ?? named.at(-1);
    const node = parameter?.node ?? steps.at(-1)?.node;
    return node === undefined ? error : at(node, error);
  }

  function at(node: Node, error: unknown): PatternFileError {
    return new PatternFileError(file, placeOf(node), messageOf(error), { cause: error });
  }

  function toValue(node: Node): unknown {
    return node === null || node === undefined ? null : node.toJS(document as Document);
  }

  function resolved(node: Node): Node {
    return isAlias(node) ? (node.resolve(document as Document) as Node) : node;
  }

  function fail(node: Node, rule: string): never {
    throw new PatternFileError(file, placeOf(node), rule);
  }

  function placeOf(node: Node): Place {
    return placeAt(node?.range?.[0] ?? 0);
  }

  function placeAt(offset: number): Place {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}
