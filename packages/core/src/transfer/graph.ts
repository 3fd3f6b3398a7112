import type { Backend, DeviceFacts } from "../backend/backend.js";
import type { Dtype } from "../array/dtype.js";
import type { ArraySpec } from "../memory/array-spec.js";
import { UnknownDeviceError } from "../memory/memory-errors.js";
import { offersOf } from "../memory/brought-forms.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { Registry } from "../registry/registry.js";
import type { Connection, MeasuredCosts } from "../calibration/measured-costs.js";
import { predictUs, type Cost } from "./cost.js";
import { negotiate, type Party } from "./negotiation.js";
import { formatPlace, type Place } from "./place.js";
import type { Hop, Route } from "./route.js";
import { shortestPath, type Edge, type Node } from "./shortest-path.js";
import { HostRoundtripRefusedError, NoRouteError } from "./transfer-errors.js";
import type { Transfer } from "./transfer.js";

export interface RouteConstraints {
  readonly allowHostRoundtrip?: boolean | undefined;
}

/** A transfer between two places, such as `ndarray` and `opencl:1`. */
export interface TransferEdge {
  readonly from: string;
  readonly to: string;
  /** The backend that brought it; for a negotiated one those of both ends, nothing standing for the host. */
  readonly backends: readonly (string | undefined)[];
  readonly transfer: Transfer;
  /** As measured on this machine where that is known, else as declared. */
  readonly cost: Cost;
}

/** An edge as a way of its own, for whoever measures it. */
export interface SingleHop extends Connection {
  readonly route: Route;
}

/** What is known of the devices that backends serve. */
export interface KnownDevices {
  devicesOf(backend: Backend): readonly number[];
  /** What its probe told of a device. */
  factsOf(backend: Backend, device: number): DeviceFacts | undefined;
}

const inPlace: Route = Object.freeze({ hops: [], predictedUs: 0 });

/**
 * Memory types on devices as nodes, transfers as edges; a route is the cheapest way for an array of its size.
 *
 * From the host and to the host everything is allowed; between two devices a route passes through the host only where that is asked for.
 */
export class TransferGraph {
  readonly #memoryTypes: Registry<MemoryType>;
  readonly #backends: Registry<Backend>;
  readonly #known: KnownDevices;
  readonly #costs: MeasuredCosts;
  #nodes: Map<string, Map<number, Node>> | undefined;
  #epoch = 0;

  constructor(memoryTypes: Registry<MemoryType>, backends: Registry<Backend>, known: KnownDevices, costs: MeasuredCosts) {
    this.#memoryTypes = memoryTypes;
    this.#backends = backends;
    this.#known = known;
    this.#costs = costs;
    memoryTypes.events.on("changed", () => this.forget());
    backends.events.on("changed", () => this.forget());
  }

  /** Builds the graph anew when it is next asked: where it or its costs have changed. */
  forget(): void {
    this.#nodes = undefined;
    this.#epoch++;
  }

  /** Another number whenever routes or what they cost may have changed. */
  get epoch(): number {
    return this.#epoch;
  }

  memoryType(name: string): MemoryType | undefined {
    return this.#memoryTypes.find(name);
  }

  /** Devices on which a memory type lives. */
  devices(memoryType: string): readonly number[] {
    return [...(this.#built().get(memoryType)?.keys() ?? [])];
  }

  /** Every edge, for listings and pictures of the graph. */
  edges(): readonly TransferEdge[] {
    return this.#edges().map(({ from, to, backends, transfer, cost }) => ({ from: formatPlace(from), to: formatPlace(to), backends, transfer, cost }));
  }

  singleHops(): readonly SingleHop[] {
    return this.#edges().map((edge) => ({ ...edge, route: describe([edge], 0) }));
  }

  #edges(): readonly Edge[] {
    return [...this.#built().values()].flatMap((devices) => [...devices.values()]).flatMap(({ edges }) => edges);
  }

  /** The cheapest route. @throws NotRegisteredError, UnknownDeviceError, NoRouteError, HostRoundtripRefusedError */
  route(from: ArraySpec, to: Place, { allowHostRoundtrip = false }: RouteConstraints = {}): Route {
    if (from.memoryType === to.memoryType && from.device === to.device) return inPlace;
    const [source, target] = [this.#node(from), this.#node(to)];
    const carries = (edge: Edge) => canCarry(edge, from.dtype);
    const strict = !allowHostRoundtrip && !isHost(from) && !isHost(to);
    const path = shortestPath(source, target, from.bytes, strict ? (edge) => carries(edge) && !isHost(edge.to) : carries);
    if (path !== undefined) return describe(path, from.bytes);
    const refused = strict ? shortestPath(source, target, from.bytes, carries) : undefined;
    if (refused !== undefined) {
      const { hops, predictedUs } = describe(refused, from.bytes);
      throw new HostRoundtripRefusedError(formatPlace(from), formatPlace(to), formatHops(hops), predictedUs);
    }
    throw new NoRouteError(formatPlace(from), formatPlace(to), this.#whyNot(source, target, from));
  }

  #whyNot(source: Node, target: Node, { dtype, bytes }: ArraySpec): string {
    const any = shortestPath(source, target, bytes, () => true);
    const blocked = any?.find((edge) => !canCarry(edge, dtype));
    if (blocked === undefined) return "no transfers connect them";
    const dtypes = blocked.to.dtypes?.includes(dtype) === false ? blocked.to.dtypes : blocked.transfer.dtypes;
    return `${formatPlace(blocked.from)} to ${formatPlace(blocked.to)} does not carry ${dtype} (only ${dtypes?.join(", ")})`;
  }

  #node({ memoryType, device }: Place): Node {
    const devices = this.#built().get(memoryType);
    const node = devices?.get(device);
    if (node !== undefined) return node;
    this.#memoryTypes.get(memoryType);
    throw new UnknownDeviceError(memoryType, device, [...(devices?.keys() ?? [])]);
  }

  #built(): Map<string, Map<number, Node>> {
    this.#nodes ??= build([...this.#memoryTypes], [...this.#backends], this.#known, this.#costs);
    return this.#nodes;
  }
}

function build(memoryTypes: readonly MemoryType[], backends: readonly Backend[], known: KnownDevices, costs: MeasuredCosts): Map<string, Map<number, Node>> {
  const ownerOf = (name: string) => backends.find((backend) => backend.memoryTypes?.some((type) => type.name === name));
  let index = 0;
  const nodes = new Map(memoryTypes.map(({ name, dtypes }) => {
    const owner = ownerOf(name);
    const devices = owner === undefined ? [0] : known.devicesOf(owner);
    return [name, new Map<number, Node>(devices.map((device) => [device, { memoryType: name, device, dtypes, index: index++, edges: [] }]))];
  }));
  const connect = (from: Node, to: Node, transfer: Transfer, by: readonly (string | undefined)[]) => { from.edges.push({ from, to, transfer, backends: by, cost: costs.ofTransfer({ from, to, transfer, backends: by }) }); };
  for (const backend of backends) {
    for (const transfer of backend.transfers ?? []) {
      for (const from of nodes.get(transfer.from)?.values() ?? []) {
        for (const to of nodes.get(transfer.to)?.values() ?? []) if (meets(from, to, transfer)) connect(from, to, transfer, [backend.name]);
      }
    }
  }
  const parties = memoryTypes.flatMap((type) => {
    const owner = ownerOf(type.name);
    const offers = offersOf(type, backends);
    return [...(nodes.get(type.name)?.values() ?? [])].map((node): { node: Node; party: Party } =>
      ({ node, party: { ...offers, type, device: node.device, facts: owner === undefined ? undefined : known.factsOf(owner, node.device) } }));
  });
  for (const from of parties) {
    for (const to of parties) {
      for (const { transfer, backends: by } of negotiate(from.party, to.party)) connect(from.node, to.node, transfer, by);
    }
  }
  return nodes;
}

/** A transfer within a memory type links different devices; between two, the same device, or the host with any. */
function meets(from: Node, to: Node, transfer: Transfer): boolean {
  if (transfer.from === transfer.to) return from !== to;
  return isHost(from) || isHost(to) || from.device === to.device;
}

function isHost({ memoryType }: Place): boolean {
  return memoryType === "ndarray";
}

function canCarry({ transfer, to }: Edge, dtype: Dtype): boolean {
  return (transfer.dtypes === undefined || transfer.dtypes.includes(dtype)) && (to.dtypes === undefined || to.dtypes.includes(dtype));
}

function describe(path: readonly Edge[], bytes: number): Route {
  const hops = path.map(({ from, to, transfer, backends, cost }): Hop => ({
    from: formatPlace(from), to: formatPlace(to), memoryType: to.memoryType, device: to.device, backends, transfer,
    predictedUs: predictUs(cost, bytes),
  }));
  return { hops, predictedUs: hops.reduce((total, hop) => total + hop.predictedUs, 0) };
}

/** `opencl -> ndarray -> cuda`. */
export function formatHops(hops: readonly Hop[]): string {
  return [hops[0]?.from, ...hops.map(({ to }) => to)].join(" -> ");
}
