/** What lies too deep, or cannot be told, and where. */
export interface NestingRefusal {
  readonly code: "NESTED_TOO_DEEP" | "AMBIGUOUS_SLASH";
  readonly start: number;
  readonly message: string;
}

/** Brackets within brackets. */
const maxBrackets = 100;
/** Brackets around each other that all have a `<` before the next, of which the parser reads each twice. */
const maxAngled = 5;
/** Brackets around each other that the parser reads twice for any reason: those, and what may be a pattern or a type, `({` or `([`. */
const maxTwice = 6;
/** `<` in one statement, which may each be within the last. */
const maxAngles = 300;
/** Words and signs of one statement, which may each be within the last: `a => a => …`. */
const maxWeight = 2500;
/** `else` in one block. */
const maxElses = 500;

interface Frame {
  /** `$` is that of `${`. */
  readonly opener: string;
  readonly isControl: boolean;
  /** Whether it calls nothing, so that it may stand around a type, or the parameters of one. */
  isGroup: boolean;
  /** Whether it may begin a pattern or a type, which the parser finds out by reading it. */
  isPattern: boolean;
  angles: number;
  weight: number;
  elses: number;
}

const closers: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const word = /[\w$#@\\\u0080-\uFFFF]+/y;
const beforePattern = new Set(["return", "typeof", "case", "do", "else", "in", "instanceof", "new", "void", "delete", "throw", "yield", "await"]);
const control = new Set(["if", "while", "for", "with"]);
const beforeType = new Set(["as", "satisfies", "extends", "is", "in", "of", "keyof", "infer", "unique", "readonly", "asserts", "new", "return"]);
const statementWord = new Set(["const", "let", "var", "return", "throw", "export"]);

/** Behind these words, or before those, a line break ends no statement. */
const unfinished = new Set(("abstract accessor as asserts async await break case class const continue declare default delete do else enum export extends finally for function get global if implements import in infer "
  + "instanceof interface is keyof let module namespace new of out override private protected public readonly return satisfies set static switch throw try type typeof unique var void while with yield").split(" "));
const continuing = new Set(["as", "satisfies", "in", "instanceof", "of", "is", "extends", "implements", "from", "else", "while"]);

/** One reading of a source, in words and brackets. */
export class NestingReader {
  #code: string;
  readonly #frames: Frame[] = [frame("")];
  #at = 0;
  #refusal: NestingRefusal | undefined;
  #doubt: { readonly end: number } | undefined;
  #isMismatched = false;
  /** The last word or sign, and whether a line ended since. */
  #last = "";
  #lastEnd = 0;
  /** Whether the last `)` closed the head of an `if` or loop. */
  #closedControl = false;

  constructor(code: string) {
    this.#code = code;
    if (code.startsWith("#!")) this.#skipLine();
  }

  get at(): number {
    return this.#at;
  }

  get refusal(): NestingRefusal | undefined {
    return this.#refusal;
  }

  /** Whether a bracket closed another than was open: so no source is read that the parser accepts. */
  get isMismatched(): boolean {
    return this.#isMismatched;
  }

  /** What it has in mind: two readings that are here alike go on alike. */
  get state(): string {
    return `${this.#last} ${this.#closedControl} ${this.#hasLineBreakBefore()} ${this.#frames.map(({ opener, isControl }) => opener + (isControl ? "!" : "")).join("")}`;
  }

  /** Takes over what another reading counted. */
  absorb(other: NestingReader): void {
    this.#isMismatched &&= other.#isMismatched;
    for (const [at, { isGroup, isPattern, angles, weight, elses }] of other.#frames.entries()) {
      const own = this.#frames[at] as Frame;
      own.isGroup ||= isGroup;
      own.isPattern ||= isPattern;
      own.angles = Math.max(own.angles, angles);
      own.weight = Math.max(own.weight, weight);
      own.elses = Math.max(own.elses, elses);
    }
  }

  /** Reads the next word or sign. Where a slash may be two things it reads a division, and answers the other reading. */
  step(): NestingReader | undefined {
    this.#step();
    if (this.#doubt === undefined) return undefined;
    const { end } = this.#doubt;
    this.#doubt = undefined;
    const other = new NestingReader("");
    other.#copy(this);
    this.#token("/", 1);
    other.#token("\"", end - other.#at);
    return other;
  }

  #copy(other: NestingReader): void {
    this.#frames.length = 0;
    for (const each of other.#frames) this.#frames.push({ ...each });
    this.#code = other.#code;
    this.#at = other.#at;
    this.#last = other.#last;
    this.#lastEnd = other.#lastEnd;
    this.#closedControl = other.#closedControl;
    this.#isMismatched = other.#isMismatched;
  }

  #step(): void {
    const character = this.#code.charAt(this.#at);
    if (/\s/.test(character)) { this.#at++; return; }
    switch (character) {
      case "/": return this.#slash();
      case "\"": case "'": return this.#string(character);
      case "`": this.#at++; return this.#template();
      case "(": case "[": case "{": return this.#open(character, 1);
      case ")": case "]": case "}": return this.#close(character);
      default:
    }
    word.lastIndex = this.#at;
    const found = word.exec(this.#code)?.[0];
    if (found !== undefined) return this.#word(found);
    this.#sign(character);
  }

  get #frame(): Frame {
    return this.#frames.at(-1) as Frame;
  }

  #word(found: string): void {
    const frame = this.#frame;
    const isStatement = (frame.opener === "" || frame.opener === "{") && this.#last !== "." && this.#hasLineBreakBefore() && (statementWord.has(found) || this.#endsStatement(found));
    if (isStatement) { frame.weight = 0; frame.angles = 0; }
    if (found === "else" && ++frame.elses > maxElses) this.#refuse(`has more than ${maxElses} else in one block`);
    // As a property it is a name like any other.
    this.#token(this.#last === "." || found === "$" ? "name" : found, found.length);
  }

  /** Whether a line break before a word ends a statement, since neither the word before it nor the one after can go on. */
  #endsStatement(next: string): boolean {
    const last = this.#last;
    if (continuing.has(next) || unfinished.has(last)) return false;
    return last === ")" ? !this.#closedControl : /^[\w$\]}"\u0080-\uFFFF]/.test(last);
  }

  #sign(character: string): void {
    const frame = this.#frame;
    if (character === ";") { frame.weight = 0; frame.angles = 0; }
    else if (character === ",") frame.weight = 0;
    else if (character === "<" && this.#code.charAt(this.#at + 1) !== "=") {
      frame.angles++;
      if (frame.angles === 1) this.#checkTwice();
      if (frame.angles === 1 && this.#frames.filter(({ angles }) => angles > 0).length > maxAngled) this.#refuse(`has "<" within brackets within "<" more than ${maxAngled} times`);
      if (frame.angles > maxAngles) this.#refuse(`has more than ${maxAngles} "<" in one statement`);
    }
    if (this.#code.startsWith("...", this.#at)) return this.#token(",", 3);
    const isJoined = this.#lastEnd === this.#at;
    if (character === ">" && this.#last === "=" && isJoined) return this.#token("=>", 1);
    const isStep = (character === "+" || character === "-") && this.#code.charAt(this.#at + 1) === character;
    if (!isStep && character !== "!") return this.#token(character, 1);
    // Behind a value they belong to it; before one they are operators; else they say nothing of what follows.
    const role = this.#role();
    this.#token(role === "division" ? "\"" : role === "pattern" ? "~" : "!", isStep ? 2 : 1);
  }

  #token(last: string, length: number): void {
    this.#last = last;
    this.#at += length;
    this.#lastEnd = this.#at;
    const frame = this.#frame;
    if (++frame.weight > maxWeight / 8 && this.#frames.reduce((sum, { weight }) => sum + weight, 0) > maxWeight) this.#refuse(`has more than ${maxWeight} words and signs in one statement`);
  }

  #open(opener: string, length: number): void {
    const isControl = opener === "(" && control.has(this.#last);
    const isGroup = opener === "(" && (!/^[\w$"\])\u0080-\uFFFF]/.test(this.#last) || beforeType.has(this.#last));
    const isPattern = (opener === "{" || opener === "[") && this.#last === "(" && this.#frame.isGroup;
    this.#token(opener, length);
    this.#frames.push({ ...frame(opener), isControl, isGroup, isPattern });
    if (isPattern) this.#checkTwice();
    if (this.#frames.length > maxBrackets) this.#refuse(`is nested deeper than ${maxBrackets} brackets`);
  }

  #checkTwice(): void {
    if (this.#frames.filter(({ isPattern, angles }) => isPattern || angles > 0).length > maxTwice) this.#refuse(`has "<", "({" or "([" within each other more than ${maxTwice} times`);
  }

  #close(closer: string): void {
    const { opener, isControl } = this.#frame;
    if (opener === "$" && closer === "}") {
      this.#frames.pop();
      this.#at++;
      return this.#template();
    }
    // Of a source whose brackets do not match, the parser says so.
    if (opener === closers[closer]) this.#frames.pop();
    else this.#isMismatched = true;
    this.#token(closer, 1);
    this.#closedControl = isControl;
  }

  #string(quote: string): void {
    const { length } = this.#code;
    let end = this.#at + 1;
    for (let character; end < length && (character = this.#code.charAt(end)) !== quote && character !== "\n" && character !== "\r"; end++) {
      if (character === "\\") end += this.#code.startsWith("\r\n", end + 1) ? 2 : 1;
    }
    this.#token("\"", Math.min(end + 1, length) - this.#at);
  }

  /** From behind a backtick or the brace of a part to the next part or the closing backtick. */
  #template(): void {
    const { length } = this.#code;
    for (; this.#at < length; this.#at++) {
      const character = this.#code.charAt(this.#at);
      if (character === "\\") this.#at++;
      else if (character === "`") return this.#token("\"", 1);
      else if (character === "$" && this.#code.charAt(this.#at + 1) === "{") return this.#open("$", 2);
    }
  }

  #slash(): void {
    const next = this.#code.charAt(this.#at + 1);
    if (next === "/") return this.#skipLine();
    if (next === "*") {
      const end = this.#code.indexOf("*/", this.#at + 2);
      this.#at = end === -1 ? this.#code.length : end + 2;
      return;
    }
    const end = this.#patternEnd();
    const role = end === undefined ? "division" : this.#role();
    if (role === "division") return this.#token("/", 1);
    if (role === "pattern") return this.#token("\"", (end as number) - this.#at);
    this.#doubt = { end: end as number };
  }

  /** Behind the closing slash of a pattern that begins here; undefined where none closes on this line. */
  #patternEnd(): number | undefined {
    let isInClass = false;
    for (let at = this.#at + 1; at < this.#code.length; at++) {
      const character = this.#code.charAt(at);
      if (isLineBreak(character)) return undefined;
      if (character === "\\") at++;
      else if (character === "[") isInClass = true;
      else if (character === "]") isInClass = false;
      else if (character === "/" && !isInClass) return at + 1;
    }
    return undefined;
  }

  /** What a slash is by what stands before it, where that decides. */
  #role(): "division" | "pattern" | "unknown" {
    const last = this.#last;
    if ("(,=:[&|?{;+-*%~^".includes(last) || last === "=>" || last === "$" || beforePattern.has(last)) return "pattern";
    if (this.#hasLineBreakBefore() || last === "!" || last === ">" || last === "}") return "unknown";
    if (last === ")") return this.#closedControl ? "pattern" : "division";
    return last === "of" ? "unknown" : "division";
  }

  #skipLine(): void {
    while (this.#at < this.#code.length && !isLineBreak(this.#code.charAt(this.#at))) this.#at++;
  }

  #hasLineBreakBefore(): boolean {
    return /[\n\r\u2028\u2029]/.test(this.#code.slice(this.#lastEnd, this.#at));
  }

  #refuse(what: string): void {
    this.#refusal ??= { code: "NESTED_TOO_DEEP", start: Math.min(this.#at, this.#code.length - 1), message: `The source ${what}. Split it into statements and functions.` };
  }
}

function frame(opener: string): Frame {
  return { opener, isControl: false, isGroup: false, isPattern: false, angles: 0, weight: 0, elses: 0 };
}

function isLineBreak(character: string): boolean {
  return character === "\n" || character === "\r" || character === "\u2028" || character === "\u2029";
}
