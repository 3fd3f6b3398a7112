import type { SourceText, Span } from "./source-text.js";
import type { ValidationIssue, ValidationStage } from "./validation-result.js";

export interface IssueDetails {
  readonly fix?: string | undefined;
  readonly functionName?: string | undefined;
}

/** Of either kind; the rest is counted. */
const maxIssues = 100;

/** What the stages found in one source. */
export class IssueList {
  readonly #text: SourceText;
  readonly #errors: Collected = { issues: [], more: 0, last: undefined };
  readonly #warnings: Collected = { issues: [], more: 0, last: undefined };

  readonly #places = new Set<number>();

  constructor(text: SourceText) {
    this.#text = text;
  }

  get errors(): readonly ValidationIssue[] {
    return this.#all(this.#errors, "errors");
  }

  get warnings(): readonly ValidationIssue[] {
    return this.#all(this.#warnings, "warnings");
  }

  /** Whether an earlier stage found an error right there, so that another would be about the same. */
  hasErrorAt({ start }: Pick<Span, "start">): boolean {
    return this.#places.has(start);
  }

  error(stage: ValidationStage, code: string, { start }: Pick<Span, "start">, message: string, details: IssueDetails = {}): void {
    this.#places.add(start);
    this.#add(this.#errors, stage, code, start, message, details);
  }

  warn(stage: ValidationStage, code: string, { start }: Pick<Span, "start">, message: string, details: IssueDetails = {}): void {
    this.#add(this.#warnings, stage, code, start, message, details);
  }

  #add(list: Collected, stage: ValidationStage, code: string, start: number, message: string, details: IssueDetails): void {
    if (list.last === undefined || start >= list.last.start) list.last = { stage, start };
    if (list.issues.length < maxIssues) list.issues.push(this.#issue(stage, code, start, message, details));
    else list.more++;
  }

  /** What was left out is told at the last place of all, so that it stays the last. */
  #all({ issues, more, last }: Collected, kind: string): readonly ValidationIssue[] {
    return more === 0 || last === undefined ? issues : [...issues, this.#issue(last.stage, "MORE", last.start, `And ${more} more ${kind}.`, {})];
  }

  #issue(stage: ValidationStage, code: string, start: number, message: string, { fix, functionName }: IssueDetails): ValidationIssue {
    const place = this.#text.place(start);
    return Object.freeze({
      stage, code, message, ...place,
      snippet: this.#text.snippet(place),
      ...(fix === undefined ? {} : { fix }),
      ...(functionName === undefined ? {} : { functionName }),
    });
  }
}

interface Collected {
  readonly issues: ValidationIssue[];
  more: number;
  last: { readonly stage: ValidationStage; readonly start: number } | undefined;
}
