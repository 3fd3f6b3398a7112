import { OpenHcsError } from "../errors/openhcs-error.js";

/** One complaint of a compiler about the user's own lines. */
export interface BuildMessage {
  readonly line: number;
  /** Where the compiler says none, as NVRTC does: of the name that it complains of, else of the line's first character. */
  readonly column: number;
  readonly message: string;
  /** The line that it is about. */
  readonly snippet: string;
}

/** A kernel does not compile; says where, in lines of the kernel's own source. */
export class KernelBuildError extends OpenHcsError {
  readonly code = "KERNEL_BUILD";
  readonly source: string;
  readonly messages: readonly BuildMessage[];
  /** What the compiler said, as it said it. */
  readonly log: string;
  constructor(source: string, messages: readonly BuildMessage[], log: string) {
    const [first] = messages;
    const where = first === undefined ? log.trim() : `${source}:${first.line}:${first.column}: ${first.message}\n  ${first.snippet.trim()}`;
    super(`the kernel does not compile: ${where}`);
    this.source = source;
    this.messages = messages;
    this.log = log;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    KERNEL_BUILD: KernelBuildError;
  }
}
