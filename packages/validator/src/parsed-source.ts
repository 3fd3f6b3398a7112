import type { Comment, Node, Program } from "oxc-parser";
import { Budget } from "./budget.js";
import { erasedTypes } from "./erased-types.js";
import { IssueList } from "./issue-list.js";
import { Literals, type ConstantOf } from "./literal.js";
import { scopesOf, type Scopes } from "./scopes.js";
import type { SourceText } from "./source-text.js";
import { checkSourceText } from "./source-guard.js";
import { parse } from "./parse.js";
import { notedTypes } from "./stages/syntax.js";
import type { ValidationOptions } from "./validation-options.js";

/** A source that has been read once, for every stage. */
export interface ParsedSource {
  readonly text: SourceText;
  readonly options: ValidationOptions;
  readonly issues: IssueList;
  readonly program: Program;
  readonly comments: readonly Comment[];
  readonly scopes: Scopes;
  /** Parts that could not be parsed are missing from the program, so that what is absent may only be broken. */
  readonly isBroken: boolean;
  readonly literals: Literals;
  /** Shared by whatever reads data and types. */
  readonly budget: Budget;
}

/** Syntax levels below which neither the walk nor the stripping of types has stack enough to spare. */
const maxDepth = 400;

/** Parses a source; what is wrong with it stands in `issues`. */
export function parsedSource(code: unknown, options: ValidationOptions): ParsedSource {
  const { text, accepted } = checkSourceText(code);
  const issues = new IssueList(text);
  const { program, comments, isBroken } = accepted === true ? parse(text, issues) : { program: noProgram, comments: [], isBroken: true };
  if (accepted !== true) issues.error("syntax", accepted.code, { start: accepted.start }, accepted.message);
  const scopes = scopesOf(program, (type) => notedTypes.has(type) || erasedTypes.has(type), maxDepth);
  if (scopes.tooDeep !== undefined) {
    issues.error("syntax", "NESTED_TOO_DEEP", scopes.tooDeep, `The source is nested deeper than ${maxDepth} levels of syntax. Split the expression.`);
  }
  const budget = new Budget();
  return { text, options, issues, program, comments, scopes, isBroken: isBroken || scopes.tooDeep !== undefined, budget, literals: new Literals(constants(scopes), ({ name }) => !scopes.topLevel.has(name), budget) };
}

const noProgram: Program = { type: "Program", body: [], sourceType: "module", hashbang: null, start: 0, end: 0, parent: null };

function constants({ bindingOf, topLevel }: Scopes): ConstantOf {
  return (name) => {
    const binding = bindingOf.get(name) ?? topLevel.get(name.name);
    const declarator: Node | undefined = binding?.kind === "const" && binding.isTopLevel ? binding.node : undefined;
    return declarator?.type === "VariableDeclarator" && declarator.id.type === "Identifier" ? declarator.init ?? undefined : undefined;
  };
}
