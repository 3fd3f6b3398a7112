import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { command, newFolder, type Ending } from "./openhcs.js";
import { brighter, workplace, type Workplace } from "./workplace.js";

/** What the person at the editor does, each time that it opens: replaces text, writes another, or saves as it is. */
type Step = { readonly from: string; readonly to: string } | { readonly text: string } | undefined;

interface Opening {
  /** Arguments of the editor, the file's path as FILE. */
  readonly args: readonly string[];
  readonly text: string;
}

interface Person {
  /** What `$EDITOR` is. */
  readonly editor: string;
  /** What they have seen. */
  openings(): Promise<readonly Opening[]>;
}

/** @param program name of the editor, by which it is told where to begin */
async function person(steps: readonly Step[], program = "pen"): Promise<Person> {
  const folder = await mkdtemp(join(tmpdir(), "openhcs-editor-"));
  const editor = join(folder, program);
  await writeFile(join(folder, "steps.json"), JSON.stringify(steps.map((step) => step ?? null)));
  await writeFile(join(folder, "openings.json"), "[]");
  await writeFile(editor, `#!${process.execPath}
const { readFileSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
const file = args.join(" ").match(/[^ :]*openhcs-draft-[^ :]*/)[0];
const openings = JSON.parse(readFileSync(${JSON.stringify(join(folder, "openings.json"))}, "utf8"));
const step = JSON.parse(readFileSync(${JSON.stringify(join(folder, "steps.json"))}, "utf8"))[openings.length];
const text = readFileSync(file, "utf8");
openings.push({ args: args.map((arg) => arg.replace(file, "FILE")), text });
writeFileSync(${JSON.stringify(join(folder, "openings.json"))}, JSON.stringify(openings));
if (step === undefined) process.exit(9); // Opened more often than expected.
if (step?.text !== undefined) writeFileSync(file, step.text);
if (step?.from !== undefined) writeFileSync(file, text.replace(step.from, step.to));
`);
  await chmod(editor, 0o755);
  return { editor, openings: async () => JSON.parse(await readFile(join(folder, "openings.json"), "utf8")) as Opening[] };
}

const broken = brighter("spots").replace("image: NdArray,", "img: NdArray,");
/** Where the wrong name of the parameter stands in its line, from 1. */
const wrongColumn = (text: string) => (text.split("\n").find((line) => line.includes("img:")) ?? "").indexOf("img:") + 1;
const draftIn = (stderr: string) => /kept in (.+?\.ts)$/m.exec(stderr)?.[1] as string;

let user: Workplace;
beforeAll(async () => { user = await workplace(); });

describe.skipIf(process.platform === "win32")("openhcs functions new --editor (needs a shell)", () => {
  it("opens a template, reopens a refused source at its first error with the errors as comments, and registers what is right, with its warnings", async () => {
    const doubtful = (source: string) => source.replace("intensity, 0..255", "intensity (0-255)");
    const { editor, openings } = await person([{ text: doubtful(broken) }, { from: "img: NdArray", to: "image: NdArray" }], "emacs");
    const { code, stdout, stderr } = await user.run(["functions", "new", "spots", "--editor"], { env: { EDITOR: editor, VISUAL: "" } });
    expect([code, stdout.toString(), stderr]).toEqual([0, "openhcs:spots\n", expect.stringMatching(/^spots\.ts:5:\d+: warning: /)]);
    const [template, refused] = await openings();
    expect(template?.args).toEqual(["+1:1", "FILE"]);
    expect(template?.text).toContain("spots");
    const lines = (refused?.text ?? "").split("\n");
    const failing = lines.findIndex((line) => line.includes("img: NdArray"));
    expect(refused?.args).toEqual([`+${failing + 1}:${wrongColumn(broken)}`, "FILE"]);
    expect(lines[failing - 1]).toMatch(new RegExp(`^// ERROR ${failing + 1}:${wrongColumn(broken)} .*image`));
    expect(await user.kept("spots")).toBe(doubtful(brighter("spots")));
  });

  it("gives up where a refused source is saved again as it is, and keeps the draft without the comments", async () => {
    const { editor } = await person([{ text: broken.replaceAll("spots", "given") }, undefined]);
    const { code, stdout, stderr } = await user.run(["functions", "new", "given", "--editor"], { env: { EDITOR: editor, VISUAL: "" } });
    expect([code, stdout.toString(), stderr]).toEqual([1, "", expect.stringContaining("EDIT_ABANDONED")]);
    expect(await readFile(draftIn(stderr), "utf8")).toBe(broken.replaceAll("spots", "given"));
    expect((await user.run(["functions", "show", "given"])).code).toBe(1);
  });

  it("registers nothing where the template is saved as it is, or emptied", async () => {
    for (const step of [undefined, { text: "\n" }]) {
      const { editor } = await person([step]);
      const { code, stderr } = await user.run(["functions", "new", "nothing", "--editor", "--json"], { env: { EDITOR: editor, VISUAL: "" } });
      expect([code, JSON.parse(stderr)]).toMatchObject([1, { error: { code: "EDIT_ABANDONED" } }]);
    }
  });

  it("refuses a taken name before anything is written", async () => {
    await user.write("taken.ts", brighter("taken"));
    await user.says("functions", "add", "taken.ts");
    const { editor, openings } = await person([]);
    const { code, stderr } = await user.run(["functions", "new", "taken", "--editor"], { env: { EDITOR: editor, VISUAL: "" } });
    expect([code, stderr, await openings()]).toEqual([1, expect.stringContaining("functions edit taken"), []]);
  });
});

describe.skipIf(process.platform === "win32")("openhcs functions edit (needs a shell)", () => {
  beforeAll(async () => {
    await user.write("edited.ts", brighter("edited"));
    await user.says("functions", "add", "edited.ts");
  });

  it("replaces the source, and leaves it where nothing was changed", async () => {
    const change = await person([{ from: "= 100", to: "= 50" }]);
    expect((await user.run(["functions", "edit", "openhcs:edited"], { env: { EDITOR: change.editor, VISUAL: "" } })).code).toBe(0);
    expect(await user.kept("edited")).toBe(brighter("edited", 50));
    const leave = await person([undefined]);
    const { code, stdout } = await user.run(["functions", "edit", "edited", "--json"], { env: { EDITOR: leave.editor, VISUAL: "" } });
    expect([code, JSON.parse(stdout.toString())]).toEqual([0, { changed: false, functions: [], warnings: [] }]);
  });

  it("says what is wrong with a source that was not valid, and was saved as it is", async () => {
    await writeFile(join(user.home, "openhcs", "custom_functions", "harmed.ts"), broken.replaceAll("spots", "harmed"));
    const leave = await person([undefined]);
    const { code, stderr } = await user.run(["functions", "edit", "harmed", "--json"], { env: { EDITOR: leave.editor, VISUAL: "" } });
    expect([code, JSON.parse(stderr)]).toEqual([1, { error: expect.objectContaining({ code: "EDIT_ABANDONED", message: expect.stringMatching(/harmed was not changed, and is not valid: .*harmed\.ts:\d+:\d+: .*image/) }) }]);
    await user.says("functions", "remove", "harmed");
  });

  it("keeps the old version until the new one is right, also where its top level throws", async () => {
    const { editor, openings } = await person([{ from: "\nexport", to: "\nconst half = nothing / 2;\nexport" }, undefined]);
    const { code, stderr } = await user.run(["functions", "edit", "edited"], { env: { EDITOR: editor, VISUAL: "" } });
    expect([code, stderr]).toEqual([1, expect.stringContaining("EDIT_ABANDONED")]);
    const lines = ((await openings())[1]?.text ?? "").split("\n");
    const failing = lines.findIndex((line) => line.startsWith("const half"));
    expect(lines[failing - 1]).toMatch(new RegExp(`^// ERROR ${failing + 1}:14 .*nothing is not defined`));
    expect(await user.kept("edited")).toBe(brighter("edited", 50));
    expect(existsSync(draftIn(stderr))).toBe(true);
  });

  it("tells editors that it knows where to begin, and to wait", async () => {
    const wrong = broken.replaceAll("spots", "edited");
    const { editor, openings } = await person([{ text: wrong }, undefined], "code");
    await user.run(["functions", "edit", "edited"], { env: { VISUAL: editor, EDITOR: "false" } });
    expect((await openings()).map(({ args }) => args)).toEqual([["--wait", "--goto", "FILE:1:1"], ["--wait", "--goto", expect.stringMatching(new RegExp(`^FILE:\\d+:${wrongColumn(wrong)}$`))]]);
  });

  it("fails where the editor does, and keeps what was written", async () => {
    const { code, stderr } = await user.run(["functions", "edit", "edited"], { env: { EDITOR: "sh -c 'echo lost >> \"$1\"; exit 3' sh", VISUAL: "" } });
    expect([code, stderr]).toEqual([1, expect.stringContaining("EDITOR_FAILED")]);
    expect(await readFile(draftIn(stderr), "utf8")).toBe(`${brighter("edited", 50)}lost\n`);
  });

  it("says what it needs where there is no terminal", async () => {
    for (const env of [{ EDITOR: "", VISUAL: "" }, { EDITOR: "vim -n", VISUAL: "" }]) {
      const { code, stderr } = await user.run(["functions", "edit", "edited"], { env });
      expect([code, stderr]).toEqual([2, expect.stringContaining("needs a terminal")]);
    }
  });
});

describe.skipIf(process.platform === "win32")("^C while an editor is open (needs a shell)", () => {
  /** An editor that says when it is open, and what it does when the key comes. */
  async function editorThat(onKey: string): Promise<{ readonly editor: string; readonly opened: string }> {
    const folder = await mkdtemp(join(tmpdir(), "openhcs-editor-"));
    const [editor, opened] = [join(folder, "pen"), join(folder, "opened")];
    await writeFile(editor, `#!${process.execPath}
const { writeFileSync } = require("node:fs");
const file = process.argv.at(-1);
${onKey}
setInterval(() => {}, 1000);
writeFileSync(${JSON.stringify(opened)}, file);
`);
    await chmod(editor, 0o755);
    return { editor, opened };
  }

  /** Runs the command in a group of its own, all of which gets the key once the editor is open, as from a terminal. */
  async function withKey(editor: string, opened: string, signal: NodeJS.Signals): Promise<Ending> {
    const env = { ...process.env, XDG_DATA_HOME: await newFolder(), EDITOR: editor, VISUAL: "" };
    const child = spawn(process.execPath, [command, "functions", "new", "spots", "--editor"], { env, detached: true });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const output = Promise.all([buffer(child.stdout), buffer(child.stderr)]);
    while (!existsSync(opened) && child.exitCode === null) await new Promise((resolve) => { setTimeout(resolve, 20); });
    process.kill(-(child.pid as number), signal);
    const [code, [stdout, stderr]] = [await ended, await output];
    return { code, stdout, stderr: stderr.toString() };
  }

  it.each(["SIGINT", "SIGQUIT"] as const)("is the editor's (%s): what it saves afterwards is registered", async (signal) => {
    const save = `process.on("${signal}", () => setTimeout(() => { writeFileSync(file, ${JSON.stringify(brighter("spots"))}); process.exit(0); }, 200));`;
    const { editor, opened } = await editorThat(save);
    // Of a command with more than a program in it the shell stays between.
    const { code, stdout, stderr } = await withKey(`true && PEN=fine ${editor}`, opened, signal);
    expect([code, stdout.toString(), stderr]).toEqual([0, "openhcs:spots\n", ""]);
  });

  it("says where the draft is where the editor ends by it", async () => {
    const { editor, opened } = await editorThat("");
    const { code, stderr } = await withKey(editor, opened, "SIGINT");
    expect([code, stderr]).toEqual([1, expect.stringContaining("EDITOR_FAILED")]);
    expect(draftIn(stderr)).toBe(await readFile(opened, "utf8"));
    expect(existsSync(draftIn(stderr))).toBe(true);
  });
});
