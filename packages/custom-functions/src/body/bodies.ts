import { randomUUID } from "node:crypto";
import type { Runtime } from "@openhcs/core";
import { Isolation, type IsolationOptions } from "@openhcs/isolation";
import type { CompiledSource } from "@openhcs/validator";
import type { Tier } from "../signing/trust.js";
import { importResolver } from "./imports.js";
import { InProcessBody } from "./in-process-body.js";
import { IsolatedBody } from "./isolated-body.js";
import type { SourceBody } from "./source-body.js";

export interface BodyOptions {
  readonly runtime: Runtime;
  /** The host's own, which stays its own, or how to make one. */
  readonly isolation: Isolation | IsolationOptions;
  readonly modules: Readonly<Record<string, object>>;
}

/** Makes bodies for sources, and owns the children and threads that it has made for them. */
export class Bodies implements AsyncDisposable {
  readonly #options: BodyOptions;
  /** Managers that share one isolation do not share children, nor what a source keeps at its top level. */
  readonly #mark = randomUUID();
  readonly #own = new Map<"process" | "worker", Isolation>();
  /** Sources that run in the isolation of the host, which stays when these bodies go. */
  readonly #guests = new Set<string>();

  constructor(options: BodyOptions) {
    this.#options = options;
  }

  /** @param compile gives the text to run, whenever it is needed */
  make(tier: Tier, hash: string, compile: () => CompiledSource): SourceBody {
    const { runtime, modules } = this.#options;
    if (tier === "in-process") return new InProcessBody(compile, importResolver(runtime, modules));
    if (tier === "isolated" && this.#options.isolation instanceof Isolation) this.#guests.add(this.#identity(hash));
    return new IsolatedBody({ identity: this.#identity(hash), compile, tier, runtime, isolation: () => this.isolation(tier === "worker" ? "worker" : "process") });
  }

  /** Made when it is first needed. */
  isolation(tier: "process" | "worker"): Isolation {
    const { isolation: given } = this.#options;
    if (given instanceof Isolation && tier === "process") return given;
    let own = this.#own.get(tier);
    if (own === undefined) this.#own.set(tier, own = new Isolation({ ...(given instanceof Isolation ? {} : given), tier }));
    return own;
  }

  /** Processes that serve a source at the moment; those that are ready to serve one where none is given. */
  childrenOf(hash: string | undefined): readonly number[] {
    const { isolation: given } = this.#options;
    const isolation = given instanceof Isolation ? given : this.#own.get("process");
    const identity = hash === undefined ? undefined : this.#identity(hash);
    return (isolation?.children() ?? []).flatMap((child) => (child.hash === identity && child.pid !== undefined ? [child.pid] : []));
  }

  #identity(hash: string): string {
    return `${hash}:${this.#mark}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { isolation: shared } = this.#options;
    const guests = shared instanceof Isolation ? [...this.#guests].map((identity) => shared.retire(identity)) : [];
    const ends = await Promise.allSettled([...guests, ...[...this.#own.values()].map((isolation) => isolation[Symbol.asyncDispose]())]);
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }
}
