import type { Dtype } from "../array/dtype.js";
import { predictUs, type Cost } from "./cost.js";
import type { Place } from "./place.js";
import type { Transfer } from "./transfer.js";

export interface Node extends Place {
  /** Position among all nodes. */
  readonly index: number;
  readonly dtypes: readonly Dtype[] | undefined;
  readonly edges: Edge[];
}

export interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly transfer: Transfer;
  readonly backends: readonly (string | undefined)[];
  readonly cost: Cost;
}

interface Reached {
  readonly node: Node;
  readonly total: number;
  readonly by: Edge | undefined;
  settled: boolean;
}

/** The cheapest path for so many bytes by Dijkstra's algorithm; the graph is small, so the nearest node is found by a scan. */
export function shortestPath(source: Node, target: Node, bytes: number, allowed: (edge: Edge) => boolean): readonly Edge[] | undefined {
  const reached: Reached[] = [{ node: source, total: 0, by: undefined, settled: false }];
  const positions = new Map<number, number>([[source.index, 0]]);
  for (let nearest = closest(reached); nearest !== undefined; nearest = closest(reached)) {
    if (nearest.node === target) return backtrack(nearest, reached, positions);
    nearest.settled = true;
    for (const edge of nearest.node.edges) {
      if (!allowed(edge)) continue;
      const total = nearest.total + predictUs(edge.cost, bytes);
      const position = positions.get(edge.to.index);
      if (position === undefined) {
        positions.set(edge.to.index, reached.length);
        reached.push({ node: edge.to, total, by: edge, settled: false });
      } else if (total < (reached[position] as Reached).total) {
        reached[position] = { node: edge.to, total, by: edge, settled: false };
      }
    }
  }
  return undefined;
}

function closest(reached: readonly Reached[]): Reached | undefined {
  let best: Reached | undefined;
  for (const candidate of reached) if (!candidate.settled && (best === undefined || candidate.total < best.total)) best = candidate;
  return best;
}

function backtrack(end: Reached, reached: readonly Reached[], positions: ReadonlyMap<number, number>): Edge[] {
  const path: Edge[] = [];
  for (let at = end; at.by !== undefined; at = reached[positions.get(at.by.from.index) as number] as Reached) path.unshift(at.by);
  return path;
}
