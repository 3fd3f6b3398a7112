import type { NdArray } from "../array/nd-array.js";
import type { RunServices } from "../run/run-services.js";
import type { SingleHop } from "../transfer/graph.js";
import { formatPlace } from "../transfer/place.js";
import { Skipped, type Subject } from "./calibration.js";
import type { MeasuredCosts } from "./measured-costs.js";
import { commonDtype, sampleArray } from "./sample-arrays.js";
import { fitCost, timed, type Timing } from "./stopwatch.js";

const sizes = [2 ** 12, 2 ** 24] as const;
const limitUs = 250_000;

/** The edges of the transfer graph that one of the asked backends brought, to be timed with 4 kB and 16 MB. */
export function transferSubjects(services: RunServices, costs: MeasuredCosts, isAsked: (backend: string) => boolean): readonly Subject[] {
  const singles = services.graph.singleHops().filter(({ backends }) => backends.some((name) => name !== undefined && isAsked(name)));
  return singles.map((single) => ({
    what: `${formatPlace(single.from)} -> ${formatPlace(single.to)}${single.transfer.form === undefined ? "" : ` by ${single.transfer.form}`}`,
    declared: single.transfer.cost,
    key: costs.transferKey(single),
    measure: async (signal) => {
      const [small, large] = [await timeTransfer(single, sizes[0], signal, services), await timeTransfer(single, sizes[1], signal, services)];
      return fitCost(small, large, { mayShare: single.transfer.copies !== true });
    },
  }));
}

async function timeTransfer({ from, to, transfer, route }: SingleHop, bytes: number, signal: AbortSignal, services: RunServices): Promise<Timing> {
  const { memoryTypes, graph, mover, clock } = services;
  const [source, target] = [memoryTypes.get(from.memoryType), memoryTypes.get(to.memoryType)];
  const dtype = commonDtype(transfer.dtypes, source.dtypes, target.dtypes);
  if (dtype === undefined) throw new Skipped("it carries no dtype that both ends hold");
  const host = hostArray(dtype, bytes);
  const value = await mover.move(host, "ndarray", graph.route(specOf(host), from, { allowHostRoundtrip: true }), signal);
  try {
    await source.settled?.(value);
    const us = await timed(clock, limitUs, async () => {
      const startUs = clock.monotonicUs();
      const moved = await mover.move(value, from.memoryType, route, signal);
      try {
        await target.settled?.(moved);
        return clock.monotonicUs() - startUs;
      } finally {
        target.dispose(moved);
      }
    });
    return { bytes, us };
  } finally {
    source.dispose(value);
    host.dispose();
  }
}

function hostArray(dtype: NdArray["dtype"], bytes: number): NdArray {
  const { data } = sampleArray(dtype, [1]);
  return sampleArray(dtype, [bytes / data.BYTES_PER_ELEMENT]);
}

function specOf({ dtype, shape, bytes }: NdArray) {
  return { dtype, shape, memoryType: "ndarray", device: 0, bytes };
}
