import assert from "node:assert/strict";
import { parseSync } from "oxc-parser";
import { skip, type Check } from "../check.js";
import { perMemoryType } from "../declarations.js";

/** The starter source of a custom function: complete, with the image first. */
export const template: Check = (declared) =>
  perMemoryType(declared, "its starter template is a complete function of an image", async (_, { template: source }) => {
    if (source === undefined) skip("brings no starter template");
    const { errors, program } = parseSync("template.ts", source, { sourceType: "module" });
    assert.equal(errors.length, 0, errors.map(({ message }) => message).join("; "));
    const functions = functionsIn(program);
    const names = functions.map(firstParameter);
    const found = names.map((name) => name ?? "none").join(", ") || "no function at all";
    assert.ok(names.includes("image"), `no function takes "image" first, but: ${found}`);
  });

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

function functionsIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(functionsIn);
  if (typeof value !== "object" || value === null) return [];
  const within = Object.values(value).flatMap(functionsIn);
  return isFunction(value as Node) ? [value as Node, ...within] : within;
}

function isFunction({ type }: Node): boolean {
  return ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(type);
}

function firstParameter({ params }: Node): string | undefined {
  const [first] = params as readonly Node[];
  const pattern = first?.type === "AssignmentPattern" ? (first["left"] as Node) : first;
  return pattern?.["name"] as string | undefined;
}
