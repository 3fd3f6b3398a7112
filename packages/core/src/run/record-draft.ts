import { isOpenHcsError, messageOf } from "../errors/openhcs-error.js";
import type { Clock } from "../di/tokens.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { PlannedCall } from "../plan/planned-call.js";
import { formatHops } from "../transfer/graph.js";
import type { Route } from "../transfer/route.js";
import type { CallOptions } from "./call-options.js";
import type { ArrayIdentity, CallRecord, MoveRecord } from "./call-record.js";
import type { Identities } from "./identities.js";

/** Parts of a record that are known once the call is planned and has run. */
type Known = { -readonly [Name in keyof CallRecord]?: CallRecord[Name] };

/** A record while its call is under way. */
export class RecordDraft {
  attempts = 0;
  fallback: string | undefined;
  planes: number | undefined;
  conversion: CallRecord["conversion"];
  readonly calls: CallRecord[] = [];
  readonly id: string;
  readonly key: string;
  readonly #clock: Clock;
  readonly #identities: Identities;
  readonly #options: CallOptions;
  readonly #startedAt: number;
  readonly #startUs: number;
  readonly #moves: MoveRecord[] = [];
  readonly #known: Known = {};
  #inputs: Readonly<Record<string, ArrayIdentity>> = {};
  #parameters: Readonly<Record<string, unknown>> = {};

  constructor(id: string, key: string, options: CallOptions, clock: Clock, identities: Identities) {
    this.id = id;
    this.key = key;
    this.#options = options;
    this.#clock = clock;
    this.#identities = identities;
    this.#startedAt = clock.now();
    this.#startUs = clock.monotonicUs();
  }

  /** @param specs of the arrays, where they are known already */
  called(arrays: Readonly<Record<string, unknown>>, parameters: Readonly<Record<string, unknown>>, specs?: Readonly<Record<string, ArraySpec>>): void {
    this.#inputs = this.#identify(arrays, specs);
    this.#parameters = parameters;
  }

  plannedAs({ predictedUs, request: { entry: { version } } }: PlannedCall): void {
    this.#known.predictedUs = predictedUs;
    if (version !== undefined) this.#known.version = version;
  }

  ranAs({ kernel, memoryType, device }: PlannedCall): void {
    this.#known.kernel = kernel;
    this.#known.memoryType = memoryType;
    this.#known.device = device;
  }

  moved(name: string, { hops }: Pick<Route, "hops">, bytes: number, durationUs: number): void {
    this.#moves.push(Object.freeze({ name, path: Object.freeze(formatHops(hops).split(" -> ")), bytes, durationUs }));
  }

  succeed(outputs: Readonly<Record<string, unknown>>): CallRecord {
    return this.#record({ status: "ok", outputs: this.#identify(outputs) });
  }

  fail(error: unknown): CallRecord {
    const code = isOpenHcsError(error) ? error.code : "UNEXPECTED";
    return this.#record({ status: "failed", outputs: this.#identify({}), error: { code, message: messageOf(error) } });
  }

  /** A record that stands: what goes on after a limit changes none that was handed out. */
  #record(outcome: Pick<CallRecord, "status" | "outputs" | "error">): CallRecord {
    const { signal: _, onProgress: __, ...options } = this.#options;
    const record: Known = {
      id: this.id, key: this.key, startedAt: this.#startedAt, durationUs: this.#clock.monotonicUs() - this.#startUs,
      parameters: this.#parameters, options, inputs: this.#inputs, attempts: this.attempts,
      moves: frozenCopy(this.#moves), calls: frozenCopy(this.calls),
      ...this.#known, ...outcome,
    };
    if (this.fallback !== undefined) record.fallback = this.fallback;
    if (this.planes !== undefined) record.planes = this.planes;
    if (this.conversion !== undefined) record.conversion = this.conversion;
    return Object.freeze(record) as CallRecord;
  }

  #identify(values: Readonly<Record<string, unknown>>, specs?: Readonly<Record<string, ArraySpec>>): Readonly<Record<string, ArrayIdentity>> {
    const identities: Record<string, ArrayIdentity> = {};
    for (const name in values) {
      const spec = specs?.[name] ?? this.#identities.find(values[name]);
      if (spec !== undefined) identities[name] = this.#identities.identify(values[name], spec);
    }
    return Object.freeze(identities);
  }
}

const none: readonly never[] = Object.freeze([]);

function frozenCopy<Each>(list: readonly Each[]): readonly Each[] {
  return list.length === 0 ? none : Object.freeze([...list]);
}
