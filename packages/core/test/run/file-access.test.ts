import { createRuntime, defineFunction, NdArray, type FunctionContext, type Runtime } from "@openhcs/core";
import { expect, test } from "vitest";

const bytesOf = defineFunction({
  name: "bytesOf", documentation: "Reads.", inputs: {}, outputs: { result: { type: "string" } },
  parameters: { file: { type: "file", optional: true }, files: { type: "list", items: { type: "file" }, optional: true }, at: { type: "object", properties: { file: { type: "file" } }, optional: true } },
  reference: (_, { file }) => `read ${typeof file}`,
});

const asks = (parameters: object) => defineFunction({
  name: "asks", documentation: "Asks the host to read.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { result: { type: "any" } },
  reference: (_, __, context: FunctionContext) => context.run("bytesOf", parameters),
});

async function runAs(trusted: boolean, parameters: object): Promise<unknown> {
  await using runtime: Runtime = await createRuntime({ functions: [bytesOf] });
  runtime.functions.register("openhcs:asks", { key: "openhcs:asks", namespace: "openhcs", definition: asks(parameters), trusted });
  return await runtime.run("openhcs:asks", NdArray.zeros([1]));
}

test.each([
  ["file", { file: "/etc/passwd" }], ["files", { files: [new Uint8Array(1), "/etc/passwd"] }], ["at", { at: { file: "/etc/passwd" } }],
  ["file", { file: { path: "/etc/passwd" } }],
])("code that is not trusted names no file by \"%s\"", async (parameter, parameters) => {
  await expect(runAs(false, parameters)).rejects.toMatchObject({ code: "FILE_ACCESS", functionKey: "openhcs:asks", calledKey: "bytesOf", parameter });
});

test("code that is not trusted may pass bytes, and trusted code paths", async () => {
  expect(await runAs(false, { file: new Uint8Array(1) })).toBe("read object");
  expect(await runAs(true, { file: "/etc/passwd" })).toBe("read string");
});
