import { basename, extname } from "node:path";
import { RuntimeClosedError, type FunctionStore, type GuardedEmitter, type SourceVersion, type StoreEvent, type TrustedKey } from "@openhcs/core";
import type { ValidationResult } from "@openhcs/validator";
import type { Bodies } from "./body/bodies.js";
import type { CustomFunctionEvents, LoadFailure } from "./change-events.js";
import { infoOf, type CustomFunctionInfo } from "./custom-function-info.js";
import { callableOf, type CustomFunction } from "./custom-function.js";
import type { HeldSource } from "./held-source.js";
import type { ManagerOptions } from "./manager-options.js";
import { OperationQueue } from "./operation-queue.js";
import { exportBundle, importBundle, type ExportOptions, type ImportOptions } from "./operations/exchange.js";
import { load, type LoadReport } from "./operations/load.js";
import { lose } from "./operations/lose.js";
import { register, type RegisterOptions } from "./operations/register.js";
import { rejudge } from "./operations/rejudge.js";
import { remove, type RemoveOptions } from "./operations/remove.js";
import { rename, type RenameOptions } from "./operations/rename.js";
import { rewrite, type UpdateOptions } from "./operations/rewrite.js";
import { update } from "./operations/update.js";
import { diffOf, history, restore, type RestoreOptions } from "./operations/versions.js";
import { follow } from "./operations/watch.js";
import type { Workings } from "./operations/workings.js";
import { profile, type Profile, type ProfileOptions } from "./profile.js";
import { setUp } from "./set-up.js";
import { languageOf } from "./source/language.js";
import { readSourceFile } from "./source/read-source-file.js";
import { signSource, type PrivateKey } from "./signing/sign-source.js";
import { claimStores } from "./store-claims.js";
import { templateKinds, templateOf } from "./templates/index.js";
import type { TemplateKind } from "./templates/template-kind.js";
import { generateTests, type GenerateOptions } from "./testing/generate-tests.js";
import { runExamples, type TestReport } from "./testing/run-examples.js";

/**
 * The custom functions of a runtime: registered from source, kept in stores, run like built-ins as `openhcs:<name>`.
 *
 * Changes are made one after another, each as a whole or not at all; reading never waits. The runtime owns the manager and disposes of it in
 * closing.
 */
export class CustomFunctionManager implements AsyncDisposable {
  readonly events: GuardedEmitter<CustomFunctionEvents>;
  readonly #workings: Workings;
  readonly #bodies: Bodies;
  readonly #queue = new OperationQueue();
  readonly #watched = new Map<FunctionStore, AsyncDisposable>();
  readonly #watches: boolean;
  readonly #claim: Disposable;
  readonly #endFollowing: () => void;
  #disposed: Promise<void> | undefined;

  /** @throws StoreInUseError for a store object that another manager has, RuntimeClosedError */
  constructor(options: ManagerOptions) {
    this.#claim = claimStores(options.stores ?? []);
    try {
      const { workings, bodies } = setUp(options);
      this.#workings = workings;
      this.#bodies = bodies;
      this.events = workings.events;
      this.#watches = options.watch !== false;
      options.runtime.own(this);
      this.#endFollowing = options.runtime.functions.events.on("changed", (change) => { lose(workings, change); });
    } catch (error) {
      this.#claim[Symbol.dispose]();
      throw error;
    }
  }

  /** Everything that is wrong with a source, and might be, given what this runtime has installed. */
  validate(code: string): ValidationResult {
    return this.#workings.preparer.validate(code);
  }

  /** Registers all functions of a source, or none. @throws ValidationError, AlreadyRegisteredError, and what the store throws */
  registerFromCode(code: string, options: RegisterOptions = {}): Promise<readonly CustomFunction[]> {
    return this.#change(async () => this.#callables(await register(this.#workings, code, options)));
  }

  /** As `registerFromCode`, from a file, which is copied. @throws SourceUnavailableError */
  async registerFromFile(path: string, options: RegisterOptions = {}): Promise<readonly CustomFunction[]> {
    const code = await readSourceFile(path);
    return this.registerFromCode(code, { language: languageOf(path) ?? extname(path), filename: basename(path), ...options });
  }

  /** Puts another source in the place of the one that holds a function. */
  update(name: string, code: string, options: UpdateOptions = {}): Promise<readonly CustomFunction[]> {
    return this.#change(async () => this.#callables(await update(this.#workings, name, code, options)));
  }

  /** Gives a function another name; the rest of its source stays. */
  rename(from: string, to: string, options: RenameOptions = {}): Promise<readonly CustomFunction[]> {
    return this.#change(async () => this.#callables(await rename(this.#workings, from, to, options)));
  }

  /** Unregisters a function; its source goes with the last one. Whether there was one. */
  delete(name: string, options: RemoveOptions = {}): Promise<boolean> {
    return this.#change(() => remove(this.#workings, name, options));
  }

  /** Registers what the stores hold, validated but not run, and follows what others change there. Failures are reported, and stop nothing. */
  loadAll(): Promise<LoadReport> {
    return this.#change(async () => {
      if (this.#watches) for (const store of this.#workings.stores) await this.#watch(store);
      return load(this.#workings);
    });
  }

  /** What stands in the stores and could not be read, or registered as it is. */
  get failures(): readonly LoadFailure[] {
    return this.#workings.broken.failures;
  }

  list(): readonly CustomFunctionInfo[] {
    return this.#workings.catalogue.functions.map((fn) => infoOf(fn, this.#workings.stores.includes(fn.source.store)));
  }

  /** @throws NotRegisteredError with the nearest names, RefusedFunctionError for what a store keeps and is not registered */
  info(name: string): CustomFunctionInfo {
    const fn = this.#workings.catalogue.get(name);
    return infoOf(fn, this.#workings.stores.includes(fn.source.store));
  }

  /** The function itself, as registering gave it. @throws NotRegisteredError, RefusedFunctionError */
  get(name: string): CustomFunction {
    return callableOf(this.#workings.catalogue.get(name), this.#workings.runtime);
  }

  /** The source that declares a function, as it stands in its store: also an edit that could not be registered. @throws NotRegisteredError, RefusedFunctionError */
  source(name: string): string {
    const { catalogue, broken } = this.#workings;
    const held = catalogue.find(name)?.source;
    const edit = held === undefined ? broken.named(name) : broken.find(held.store, held.stored.name);
    return edit?.stored?.source ?? catalogue.get(name).source.prepared.source;
  }

  /** One file of the sources that hold these functions, for another host; of all where no names are given. */
  async export(names?: readonly string[], options: ExportOptions = {}): Promise<string> {
    return exportBundle(this.#workings, names, options);
  }

  /** Registers everything of a bundle, or nothing. @throws InvalidBundleError before anything is registered, and what registering throws */
  import(bundle: string, options: ImportOptions = {}): Promise<readonly CustomFunction[]> {
    return this.#change(async () => (await importBundle(this.#workings, bundle, options)).flatMap((source) => this.#callables(source)));
  }

  /** Versions of the source that holds a function, the newest first; those of one that was deleted too. */
  history(name: string): Promise<readonly SourceVersion[]> {
    return history(this.#workings, name);
  }

  /** What changed between two versions, as a unified diff; by default between the newest and the last that reads otherwise. Hashes may be cut short. */
  diff(name: string, from?: string, to?: string): Promise<string> {
    return diffOf(this.#workings, name, from, to);
  }

  /** Makes an earlier version the current one again, as a change of its own; what was deleted comes back. */
  restore(name: string, hash: string, options: RestoreOptions = {}): Promise<readonly CustomFunction[]> {
    return this.#change(async () => this.#callables(await restore(this.#workings, name, hash, options)));
  }

  /** Memory types that are installed: those on which functions can be declared. */
  get availableMemoryTypes(): readonly string[] {
    return [...this.#workings.runtime.memoryTypes.names()];
  }

  readonly templateKinds = templateKinds;

  /** Starter source of a function of an image on the host. */
  defaultTemplate(): string {
    return this.template("image");
  }

  /** Starter source of a function of an image. @throws NotRegisteredError for a memory type that is not installed */
  templateFor(memoryType: string): string {
    return this.template("image", memoryType);
  }

  template(kind: TemplateKind, memoryType = "ndarray"): string {
    return templateOf(kind, memoryType, this.#workings.runtime.memoryTypes);
  }

  /** Runs the `@example`s in the documentation of a function, where the function itself runs. */
  test(name: string): Promise<TestReport> {
    return runExamples(this.#workings, name);
  }

  /** A test file for vitest, or node:test, written from signature and documentation: a start to be extended by hand. */
  generateTests(name: string, options: GenerateOptions = {}): string {
    return generateTests(this.#workings.catalogue.get(name), options);
  }

  /** Calls a function several times with these arguments: what it takes, against a plain call in the host's process where that is allowed. */
  profile(name: string, input: unknown, parameters: Readonly<Record<string, unknown>> = {}, options: ProfileOptions = {}): Promise<Profile> {
    return profile(this.#workings, name, input, parameters, options);
  }

  /** Signs the source of a function, which its store keeps with it. */
  sign(name: string, privateKey: PrivateKey): Promise<readonly CustomFunction[]> {
    return this.#change(async () => {
      const { source } = this.#workings.catalogue.get(name);
      const signature = signSource(source.stored.name, source.prepared.source, privateKey);
      return this.#callables(await rewrite(this.#workings, source, { source: source.prepared.source, signature }));
    });
  }

  async trustedKeys(): Promise<readonly TrustedKey[]> {
    return this.#workings.trust.keys();
  }

  /** Adds a key for what the first store keeps, and what is not persisted: a key that counts everywhere is the host's policy. What it signed is judged anew. */
  trust(key: TrustedKey): Promise<void> {
    return this.#change(async () => {
      await this.#workings.trust.keyStore.trust?.(key);
      await rejudge(this.#workings);
    });
  }

  /** Whether there was such a key. Sources that it signed lose at once what it granted. */
  distrust(key: string): Promise<boolean> {
    return this.#change(async () => {
      const { stores, memory } = this.#workings;
      const answers = await Promise.allSettled([...stores, memory].map(async (store) => await store.distrust?.(key) ?? false));
      await rejudge(this.#workings); // Also where a store failed: what the others let go of counts no more.
      const failed = answers.find((answer) => answer.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      return answers.some((answer) => answer.status === "fulfilled" && answer.value);
    });
  }

  /** Ends watching, lets changes under way end, and takes its functions out of the runtime, which does this in closing. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  /** @throws RuntimeClosedError */
  #change<Result>(operation: () => Promise<Result>): Promise<Result> {
    return this.#queue.run(async () => {
      if (this.#disposed !== undefined) throw new RuntimeClosedError();
      this.#workings.trust.forget();
      return operation();
    });
  }

  #callables({ functions }: HeldSource): readonly CustomFunction[] {
    return Object.freeze(functions.map((fn) => callableOf(fn, this.#workings.runtime)));
  }

  async #watch(store: FunctionStore): Promise<void> {
    if (store.watch === undefined || this.#watched.has(store)) return;
    const { logger } = this.#workings;
    const listener = (event: StoreEvent) => {
      this.#change(() => follow(this.#workings, store, event)).catch((error: unknown) => { logger.warn(`following the store "${store.name}" failed`, error); });
    };
    try {
      this.#watched.set(store, await store.watch(listener));
    } catch (error) {
      logger.warn(`the store "${store.name}" cannot be followed: what others change there is seen at the next start`, error); // It may be read all the same.
    }
  }

  /** Every stage is tried, whatever becomes of the others; what failed first is told. */
  async #dispose(): Promise<void> {
    const failures: unknown[] = [];
    const stage = async (end: () => unknown): Promise<void> => {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    };
    await Promise.all([...this.#watched.values()].map((watch) => stage(() => watch[Symbol.asyncDispose]())));
    await this.#queue.settled();
    this.#endFollowing();
    const { catalogue, runtime: { functions }, stores } = this.#workings;
    await stage(() => functions.apply(catalogue.functions.filter(({ entry }) => functions.find(entry.key) === entry).map(({ entry }) => [entry.key, undefined])));
    catalogue.swap(catalogue.sources, []);
    await stage(() => this.#bodies[Symbol.asyncDispose]());
    await Promise.all(stores.map((store) => stage(() => store.close?.())));
    this.#claim[Symbol.dispose]();
    this.events.removeAllListeners();
    if (failures.length > 0) throw failures[0];
  }
}
