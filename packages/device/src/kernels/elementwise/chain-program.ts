import { sizeOf, type Shape } from "@openhcs/core";
import type { KernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import type { Chain, ChainStep } from "./chain.js";
import { chainSource } from "./chain-source.js";

/** A chain made ready to run on devices with and without double precision. */
export class ChainProgram {
  readonly #chain: Chain;
  readonly #sources = new Map<boolean, KernelSource>();

  constructor(chain: Chain) {
    this.#chain = chain;
  }

  /** @param numbers of the chain's bodies, in their order; those of other calls than the chain was made for may differ */
  async run(arrays: readonly Array[], numbers: readonly number[], work: DeviceWork): Promise<Array> {
    const shape = longest(arrays.map((array) => array.shape));
    const program = await work.program(this.#source(work.fp64));
    const out = work.array((this.#chain.steps.at(-1) as ChainStep).dtype, shape);
    const size = sizeOf(shape);
    program.launch("elementwise", size, [...arrays, out, ...numbers, size]);
    return out;
  }

  #source(fp64: boolean): KernelSource {
    let source = this.#sources.get(fp64);
    if (source === undefined) {
      source = chainSource(this.#chain, fp64);
      this.#sources.set(fp64, source);
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
