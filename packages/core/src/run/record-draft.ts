import { isOpenHcsError, messageOf } from "../errors/openhcs-error.js";
import type { Clock } from "../di/tokens.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { PlannedCall } from "../plan/planned-call.js";
import { formatHops } from "../transfer/graph.js";
import type { Route } from "../transfer/route.js";
import type { CallOptions } from "./call-options.js";
import type { ArrayIdentity, CallRecord, MoveRecord } from "./call-record.js";
import type { Identities } from "./identities.js";

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

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
  #planned: PlannedCall | undefined;
  #ran: PlannedCall | undefined;
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

  plannedAs(plan: PlannedCall): void {
    this.#planned = plan;
  }

  ranAs(plan: PlannedCall): void {
    this.#ran = plan;
  }

  moved(name: string, { hops }: Pick<Route, "hops">, bytes: number, durationUs: number): void {
    this.#moves.push(Object.freeze({ name, path: Object.freeze(formatHops(hops).split(" -> ")), bytes, durationUs }));
  }

  succeed(outputs: Readonly<Record<string, unknown>>): CallRecord {
    return this.#record("ok", outputs);
  }

  fail(error: unknown): CallRecord {
    const code = isOpenHcsError(error) ? error.code : "UNEXPECTED";
    return this.#record("failed", {}, { code, message: messageOf(error) });
  }

  /** A record that stands: what goes on after a limit changes none that was handed out. */
  #record(status: CallRecord["status"], outputs: Readonly<Record<string, unknown>>, error?: CallRecord["error"]): CallRecord {
    const { signal: _, onProgress: __, allocator: ___, references: ____, ...options } = this.#options;
    const record: Writable<CallRecord> = {
      id: this.id, key: this.key, status, startedAt: this.#startedAt, durationUs: this.#clock.monotonicUs() - this.#startUs,
      parameters: this.#parameters, options, inputs: this.#inputs, outputs: this.#identify(outputs),
      moves: frozenCopy(this.#moves), attempts: this.attempts, calls: frozenCopy(this.calls),
    };
    if (this.#planned !== undefined) {
      const { predictedUs, request: { entry: { version } } } = this.#planned;
      record.predictedUs = predictedUs;
      if (version !== undefined) record.version = version;
    }
    if (this.#ran !== undefined) {
      record.kernel = this.#ran.kernel;
      record.memoryType = this.#ran.memoryType;
      record.device = this.#ran.device;
    }
    if (this.fallback !== undefined) record.fallback = this.fallback;
    if (this.planes !== undefined) record.planes = this.planes;
    if (this.conversion !== undefined) record.conversion = this.conversion;
    if (error !== undefined) record.error = error;
    return Object.freeze(record);
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
