import { sizeOf, type Dtype, type Shape } from "@openhcs/core";
import type { KernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import { Recent } from "../../session/recent.js";
import type { Array } from "../device-kernel.js";
import type { Chain, ChainStep } from "./chain.js";
import { chainSource } from "./chain-source.js";
import { elementsPerItem } from "./items.js";

const recent = new Recent<ChainProgram>(1000);

/** The program of a chain: one for all that differ in numbers alone. */
export function chainProgram(chain: Chain): ChainProgram {
  return recent.get(keyOf(chain), () => new ChainProgram(chain));
}

/** What the text of a chain hangs on: all but the values of its numbers. No code has the character that ends it. */
function keyOf({ outer, steps }: Chain): string {
  return `${outer} ${steps.map(keyOfStep).join("\0")}`;
}

function keyOfStep({ body: { code, dtype: own, numbers = [], needsFp64 = false }, inputs, dtype }: ChainStep): string {
  const taken = Object.entries(inputs).map(([name, input]) => `${name}=${"outer" in input ? `x${input.outer}` : `v${input.step}`}`);
  return `${own} ${dtype} ${needsFp64} ${taken} ${numbers.map(({ type, name }) => `${type}=${name}`)} ${code}`;
}

/** A chain made ready to run on devices with and without double precision. */
class ChainProgram {
  readonly #chain: Chain;
  readonly #sources = new Map<string, KernelSource>();
  readonly #dtypes: readonly Dtype[];

  constructor(chain: Chain) {
    this.#chain = chain;
    this.#dtypes = [...chain.outer, (chain.steps.at(-1) as ChainStep).dtype];
  }

  /** @param numbers of the chain's bodies, in their order; those of other calls than the chain was made for may differ */
  async run(arrays: readonly Array[], numbers: readonly number[], work: DeviceWork): Promise<Array> {
    const shape = longest(arrays.map((array) => array.shape));
    const program = await work.program(this.#source(work.fp64, work.loadBytes));
    const out = work.array((this.#chain.steps.at(-1) as ChainStep).dtype, shape);
    const size = sizeOf(shape);
    program.launch("elementwise", Math.ceil(size / elementsPerItem(this.#dtypes, work.loadBytes)), [...arrays, out, ...numbers, size]);
    return out;
  }

  #source(fp64: boolean, loadBytes: number): KernelSource {
    const key = `${fp64} ${loadBytes}`;
    let source = this.#sources.get(key);
    if (source === undefined) {
      source = chainSource(this.#chain, fp64, loadBytes);
      this.#sources.set(key, source);
    }
    return source;
  }
}

/** Shapes differ in leading axes of one element at most. */
function longest(shapes: readonly Shape[]): Shape {
  return shapes.reduce((most, shape) => (shape.length > most.length ? shape : most));
}

/** The numbers that a chain's bodies take. */
export function numbersOf({ steps }: Chain): readonly number[] {
  return steps.flatMap(({ body: { numbers = [] } }) => numbers.map(({ value }) => value));
}
