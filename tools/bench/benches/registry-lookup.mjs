import { createRuntime, defineFunction } from "@openhcs/core";
import { measureSyncUs } from "../measure.mjs";

export const describe = "a look-up among 10,000 registered functions";

export async function run() {
  const functions = Array.from({ length: 10_000 }, (_, i) => defineFunction({
    name: `benchFunction${i}`, documentation: "", inputs: { image: { type: "array" } }, parameters: {},
    outputs: { image: { type: "array", result: "image" } }, reference: ({ image }) => image,
  }));
  const runtime = await createRuntime({ functions });
  const camel = functions.map(({ name }) => name);
  const snake = camel.map((name) => name.replace("benchFunction", "bench_function"));
  let seed = 1;
  const next = () => (seed = (seed * 48271) % 2147483647) % 10_000;
  const figures = [
    { what: "by its own spelling", ...measureSyncUs(() => runtime.functions.get(camel[next()])), unit: "µs", bar: 1 },
    { what: "by the snake_case spelling", ...measureSyncUs(() => runtime.functions.get(snake[next()])), unit: "µs", bar: 1 },
  ];
  await runtime[Symbol.asyncDispose]();
  return figures;
}
