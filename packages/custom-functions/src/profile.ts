import { InvalidOptionError, isNdArray, type CallRecord, type FunctionDefinition, type Runtime } from "@openhcs/core";
import type { HeldFunction } from "./held-source.js";
import type { Workings } from "./operations/workings.js";
import { growthDuring, leastOf, peakOf } from "./resident-memory.js";
import type { Tier } from "./signing/trust.js";
import { definitionOf } from "./source/definition.js";

export interface ProfileOptions {
  /** How often it is called, from 1. Default 20, after a first call that is told apart. */
  readonly calls?: number | undefined;
  /** Runs the source in the host's process too, for comparison: the host's grant for this once. Default: where the source is trusted anyway. */
  readonly plain?: boolean | undefined;
}

/** What a function's calls take. */
export interface Profile {
  readonly name: string;
  readonly tier: Tier;
  readonly calls: number;
  /** The first call, with what it takes to start. */
  readonly firstMs: number;
  readonly medianMs: number;
  readonly minMs: number;
  /** Median of the same source called in the host's process; absent where the host did not allow it. */
  readonly plainMs?: number;
  /** Median by that of the plain call. */
  readonly ratio?: number;
  /** Median time within library calls and other functions, and their number in one call. */
  readonly libraryMs: number;
  readonly libraryCalls: number;
  /** Of the arrays that go in and come out of one call. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** The most memory that its child had resident, mapped arrays included; absent where that is not known, as outside of Linux. */
  readonly peakBytes?: number;
  /** How much of that came with its calls: what a child at rest has, taken away. */
  readonly addedBytes?: number;
  /** How much the host's process grew at most in plain calls, what it had not given back included. To be told, the process forgets its peak so far. */
  readonly plainAddedBytes?: number;
}

/** Calls a function several times and measures. @throws NotRegisteredError, InvalidOptionError, and what a call throws */
export async function profile({ catalogue, runtime, preparer, childrenOf }: Workings, name: string, input: unknown, parameters: Readonly<Record<string, unknown>>, { calls = 20, plain }: ProfileOptions): Promise<Profile> {
  if (!Number.isInteger(calls) || calls < 1) throw new InvalidOptionError("calls", `must be a whole number from 1, received ${calls}`);
  const held = catalogue.get(name);
  const { prepared: { source, hash, verdict, body } } = held.source;
  const start = performance.now();
  await body.evaluate(held.limits); // Starts a child, which can so be seen at rest, where none serves the source yet.
  const startMs = performance.now() - start;
  const restingBytes = await leastOf([...childrenOf(hash), ...childrenOf(undefined)]);
  const [first] = await measure(runtime, held.entry.key, input, parameters, 1) as [Sample];
  const samples = await measure(runtime, held.entry.key, input, parameters, calls);
  const peakBytes = await peakOf(childrenOf(hash));
  const medianMs = median(samples.map(({ ms }) => ms));
  const { plainMs, plainAddedBytes } = plain ?? verdict.trusted ? await plainly() : {};
  const { record } = samples[0] as Sample;
  return Object.freeze({
    name: held.name, tier: verdict.tier, calls, firstMs: startMs + first.ms, medianMs, minMs: Math.min(...samples.map(({ ms }) => ms)),
    ...(plainMs === undefined ? {} : { plainMs, ratio: medianMs / plainMs }),
    libraryMs: median(samples.map((sample) => libraryUs(sample.record) / 1000)), libraryCalls: record.calls.length,
    bytesIn: bytesOf(record.inputs), bytesOut: bytesOf(record.outputs),
    ...(peakBytes === undefined ? {} : { peakBytes }),
    ...(peakBytes === undefined || restingBytes === undefined ? {} : { addedBytes: Math.max(0, peakBytes - restingBytes) }),
    ...(plainAddedBytes === undefined ? {} : { plainAddedBytes }),
  });

  async function plainly(): Promise<{ readonly plainMs: number; readonly plainAddedBytes: number | undefined }> {
    const definition = plainDefinition(held, source);
    let plainSamples: readonly Sample[] = [];
    const grown = await growthDuring(async () => {
      await measure(runtime, definition, input, parameters, 2);
      plainSamples = await measure(runtime, definition, input, parameters, calls);
    });
    return { plainMs: median(plainSamples.map(({ ms }) => ms)), plainAddedBytes: grown };
  }

  function plainDefinition({ declared, limits }: HeldFunction, text: string): FunctionDefinition {
    return definitionOf(declared, preparer.body(text, { trusted: true, tier: "in-process" }), limits);
  }
}

interface Sample {
  readonly ms: number;
  readonly record: CallRecord;
}

async function measure(runtime: Runtime, fn: string | FunctionDefinition, input: unknown, parameters: Readonly<Record<string, unknown>>, calls: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let call = 0; call < calls; call++) {
    const start = performance.now();
    const { outputs, record } = await runtime.call(fn, input, parameters);
    samples.push({ ms: performance.now() - start, record });
    for (const output of Object.values(outputs)) if (isArray(runtime, output)) runtime.dispose(output);
  }
  return samples;
}

function isArray({ memoryTypes }: Runtime, value: unknown): boolean {
  return isNdArray(value) || [...memoryTypes].some((type) => type.is(value));
}

function libraryUs({ calls }: CallRecord): number {
  return calls.reduce((sum, { durationUs }) => sum + durationUs, 0);
}

function bytesOf(arrays: CallRecord["inputs"]): number {
  return Object.values(arrays).reduce((sum, { bytes }) => sum + bytes, 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}
