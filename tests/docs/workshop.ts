import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NdArray } from "@openhcs/core";
import { codeBlocks, type CodeBlock } from "./code-blocks.js";
import { execute } from "./execute.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isProgram = ({ language, from }: CodeBlock) => from === undefined && (language === "ts" || language === "typescript");

/**
 * A folder in which a document's blocks are compiled and run, in order.
 *
 * It lies inside the repository, so that packages resolve as they do for a reader who installed them, and holds `nuclei.tif` and `actin.tif`, a
 * small picture of bright spots. Stored functions are those that the document adds. Blocks with \`file=\` are saved there; a program imports another as \`./name.js\`.
 */
export class Workshop {
  readonly folder: string;
  readonly blocks: readonly CodeBlock[];

  constructor(name: string, markdown: string) {
    this.folder = join(root, ".results", "docs", name.replaceAll(/\W+/g, "-"));
    this.blocks = codeBlocks(markdown);
  }

  /** Lays the folder out and compiles every program at once. @throws Error with the compiler's words; lines are the document's */
  async prepare(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    await this.#writePictures();
    for (const block of this.blocks) {
      if (isProgram(block)) this.#write(this.nameOf(block), "\n".repeat(block.line - 1) + block.text + "\nexport {};\n");
      else if (block.file !== undefined) this.#write(block.file, block.text);
    }
    if (!this.blocks.some(isProgram)) return;
    this.#write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    await this.#execute(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", this.folder]);
  }

  /** Runs a program with Node, or the lines of a shell block that call \`openhcs\`. @throws Error with what it wrote */
  async run(block: CodeBlock): Promise<void> {
    const compiled = join(this.folder, this.nameOf(block).replace(/\.ts$/, ".js"));
    if (isProgram(block)) return this.#execute(process.execPath, ["--enable-source-maps", compiled]);
    const command = join(root, "packages/openhcs/dist/cli/main.js");
    const openhcs = `openhcs() { "${process.execPath}" "${command}" "$@"; }`;
    return this.#execute("sh", ["-ec", `${openhcs}\n${commandLines(block).join("\n")}`]);
  }

  nameOf({ file, line }: CodeBlock): string {
    return file ?? `line-${line}.ts`;
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  async #writePictures(): Promise<void> {
    const { writeImage } = await import("@openhcs/io");
    const image = NdArray.zeros([96, 128], "uint16");
    const fromCentre = (at: number) => (at % 32) - 16;
    for (let y = 0; y < 96; y++) {
      for (let x = 0; x < 128; x++) image.set([y, x], 300 + 3000 * Math.exp(-(fromCentre(y) ** 2 + fromCentre(x) ** 2) / 40));
    }
    for (const name of ["nuclei.tif", "actin.tif"]) await writeImage(join(this.folder, name), { array: image, axes: "YX" });
  }

  async #execute(program: string, args: readonly string[]): Promise<void> {
    const env = { ...process.env, NO_COLOR: "1", XDG_DATA_HOME: join(this.folder, "data"), XDG_CONFIG_HOME: join(this.folder, "config") };
    const { code, output } = await execute(program, args, { cwd: this.folder, env });
    if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}\n${output}`);
  }
}

/** The lines of a shell block that call our command; installing and starting belong to the reader. */
export function commandLines({ language, runs, text }: CodeBlock): readonly string[] {
  if (!["sh", "bash", "shell"].includes(language) || !runs) return [];
  const joined = text.replaceAll(/\\\n\s*/g, "");
  return joined.split("\n").map((line) => line.replace(/^\s*(\$ )?(npx )?/, "")).filter((line) => line.startsWith("openhcs "));
}

export function isToRun(block: CodeBlock): boolean {
  return (isProgram(block) && block.runs && block.file === undefined) || commandLines(block).length > 0;
}

/** Our documents for readers: README.md and those in docs/. */
export function documents(): readonly { readonly name: string; readonly text: string }[] {
  const names = ["README.md", ...readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];
  return names.filter((name) => existsSync(join(root, name))).map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }));
}

const compilerOptions = {
  target: "ES2022", lib: ["ES2022", "ESNext.Disposable"], module: "NodeNext", types: ["node"], strict: true, noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, skipLibCheck: true, sourceMap: true,
};
