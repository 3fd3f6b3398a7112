// docs/errors.md: every error code with its class, package, meaning and fields, read from the sources.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { filesUnder, inRoot, packageFolders } from "../bootstrap/workspace.mjs";

const head = `# Error codes

Every error that OpenHCS throws on purpose has a constant \`code\`: the same in child processes, in \`--json\` and over HTTP. Branch on it
with \`isOpenHcsError(error, "NO_ROUTE")\`; message texts may change. Written by \`node tools/docs/errors.mjs\` from the classes.
`;

/** Where the document lies. */
export const path = inRoot("docs/errors.md");

/** The document as the sources have it now. */
export function errorsDocument() {
  const errors = packageFolders().filter((folder) => existsSync(join(folder, "package.json"))).flatMap(errorsOf);
  const sections = errors.sort((a, b) => (a.code < b.code ? -1 : 1)).map(section);
  return [head, ...sections].join("\n");
}

function section({ code, name, module, meaning, fields }) {
  const known = fields.length === 0 ? "" : `\nFields: ${fields.map((field) => `\`${field}\``).join(", ")}.\n`;
  return `## ${code}\n\n\`${name}\` of \`${module}\`. ${meaning}\n${known}`;
}

function errorsOf(folder) {
  const module = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).name;
  const sources = filesUnder(join(folder, "src")).filter((file) => file.endsWith(".ts"));
  return sources.flatMap((file) => errorsIn(file, readFileSync(file, "utf8")).map((error) => ({ ...error, module })));
}

/** The classes of a source with a member \`code = "…"\`; @throws Error for one without a doc comment */
export function errorsIn(file, source) {
  const { program, comments } = parseSync(file, source);
  const found = program.body.map((statement) => ({ start: statement.start, declared: statement.declaration ?? statement }));
  return found.filter(({ declared }) => declared.type === "ClassDeclaration" && codeOf(declared) !== undefined).map(({ start, declared }) => {
    const name = declared.id.name;
    const meaning = docBefore(source, comments, start);
    if (meaning === undefined) throw new Error(`${basename(file)}: ${name} has no doc comment that says what happened.`);
    return { code: codeOf(declared), name, meaning, fields: fieldsOf(declared) };
  });
}

function codeOf({ body }) {
  const member = body.body.find(({ type, key }) => type === "PropertyDefinition" && key.name === "code");
  return typeof member?.value?.value === "string" ? member.value.value : undefined;
}

function fieldsOf({ body }) {
  const isField = ({ type, key }) => type === "PropertyDefinition" && key.type === "Identifier" && key.name !== "code";
  return body.body.filter(isField).map(({ key }) => key.name);
}

/** The doc comment that ends right before a position, as one paragraph without its tags. */
function docBefore(source, comments, start) {
  const isDoc = ({ type, value, end }) => type === "Block" && value.startsWith("*") && end <= start && source.slice(end, start).trim() === "";
  const lines = comments.findLast(isDoc)?.value.slice(1).split("\n").map((line) => line.replace(/^\s*\* ?/, "").trim());
  return lines?.filter((line) => line !== "" && !line.startsWith("@")).join(" ");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path, errorsDocument());
