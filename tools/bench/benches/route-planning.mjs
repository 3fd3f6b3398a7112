import { createRuntime, defineBackend, deviceMemory } from "@openhcs/core";
import { measureSyncUs } from "../measure.mjs";

export const describe = "the cheapest route among 20 memory types, all linked with the host and every third pair directly";

const count = 20;
const move = () => { throw new Error("routes are only planned here"); };

const many = defineBackend(() => {
  const names = Array.from({ length: count - 1 }, (_, i) => `memory${i}`);
  const cost = (i, j) => ({ latencyUs: 5 + ((i * 7 + j * 13) % 40), gbPerSec: 1 + ((i * 5 + j * 3) % 20) });
  const withHost = names.flatMap((name, i) => [{ from: "ndarray", to: name, cost: cost(i, 0) }, { from: name, to: "ndarray", cost: cost(0, i) }]);
  const direct = names.flatMap((from, i) => names.filter((_, j) => i !== j && (i + j) % 3 === 0).map((to, j) => ({ from, to, cost: cost(i, j) })));
  return {
    name: "many",
    memoryTypes: names.map((name) => deviceMemory({ name })),
    transfers: [...withHost, ...direct].map((edge) => ({ ...edge, copies: true, run: move })),
    probe: () => true,
    open: () => ({}),
  };
});

export async function run() {
  const runtime = await createRuntime({ backends: [many()] });
  const specs = Array.from({ length: count - 1 }, (_, i) => ({ dtype: "float32", shape: [1 << i % 12, 64], memoryType: `memory${i}`, device: 0, bytes: (1 << i % 12) * 256 }));
  const options = { allowHostRoundtrip: true };
  const figure = measureSyncUs((i) => runtime.route(specs[i % specs.length], `memory${(i * 7 + 5) % (count - 1)}`, options), { repeats: 500 });
  await runtime[Symbol.asyncDispose]();
  return [{ what: "one route", ...figure, unit: "µs", bar: 20 }];
}
