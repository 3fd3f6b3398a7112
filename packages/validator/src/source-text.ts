export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Place {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

const snippetWidth = 160;

/** Lines and columns of a source, counted as the engine counts them in stack traces. */
export class SourceText {
  readonly code: string;
  readonly #starts: number[] = [0];

  constructor(code: string) {
    this.code = code;
    for (const { index, 0: lineBreak } of code.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) this.#starts.push(index + lineBreak.length);
  }

  place(offset: number): Place {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#start(low) + 1 };
  }

  /** The line at a place with a caret below, shortened around it where it is long; nothing where there is no such line. */
  snippet({ line, column }: Place): string {
    const lineStart = this.#starts[line - 1];
    if (lineStart === undefined) return "";
    const from = Math.max(0, column - 1 - (snippetWidth >> 1));
    const start = lineStart + from;
    // Never the whole line, which may be all of the source.
    const shown = this.code.slice(start, Math.min(start + snippetWidth, this.#starts[line] ?? this.code.length)).replace(/[\r\n\u2028\u2029]{1,2}$/, "");
    return `${shown}\n${shown.slice(0, column - 1 - from).replace(/[^\t]/g, " ")}^`;
  }

  /** Offset of a line, counted from 1. */
  lineStart(line: number): number {
    return this.#starts[line - 1] ?? 0;
  }

  #start(line: number): number {
    return this.#starts[line] as number;
  }
}
