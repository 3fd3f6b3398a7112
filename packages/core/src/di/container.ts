import "./reflect.js";
import { container as root, type DependencyContainer } from "tsyringe";
import { token, type Token } from "./tokens.js";

/** Registers one service in a runtime's container. */
export type Service = (container: DependencyContainer) => void;

/** What factories made in a container, in this order. */
const MADE = token<unknown[]>("made-services");

/** A service as a value, in place of the default one. It stays the host's: closing the runtime leaves it as it is. */
export function provide<T>(token: Token<T>, value: T): Service {
  return (container) => { container.registerInstance(token, value); };
}

/**
 * A service made when it is first asked for, once per runtime.
 *
 * It belongs to the runtime, which disposes of it in closing: by `Symbol.asyncDispose`, `Symbol.dispose` or `dispose`, the last made first.
 */
export function provideFactory<T>(token: Token<T>, make: (container: DependencyContainer) => T): Service {
  return (container) => {
    let made: { readonly value: T } | undefined;
    const makeOnce = () => {
      const value = make(container);
      container.resolve(MADE).push(value);
      return { value };
    };
    container.register(token, { useFactory: () => (made ??= makeOnce()).value });
  };
}

/** A container of its own for every runtime: the defaults, then what the host replaces. Nothing is ever put on the root. */
export function createContainer(defaults: readonly Service[], services: readonly Service[]): DependencyContainer {
  const container = root.createChildContainer();
  for (const service of [provide(MADE, []), ...defaults, ...services]) service(container);
  return container;
}

/** Disposes of what factories made, also where one fails; the first failure is thrown at the end. */
export async function closeContainer(container: DependencyContainer): Promise<void> {
  const failures: unknown[] = [];
  for (const service of container.resolve(MADE).reverse()) await disposeOf(service).catch((error: unknown) => failures.push(error));
  await container.dispose();
  if (failures.length > 0) throw failures[0];
}

/** By `Symbol.asyncDispose`, `Symbol.dispose` or `dispose`; what has none is left alone. */
export async function disposeOf(service: unknown): Promise<void> {
  if (typeof service !== "object" || service === null) return;
  const { dispose } = service as { dispose?: unknown };
  if (Symbol.asyncDispose in service) await (service as AsyncDisposable)[Symbol.asyncDispose]();
  else if (Symbol.dispose in service) (service as Disposable)[Symbol.dispose]();
  else if (typeof dispose === "function") await (dispose as () => unknown).call(service);
}
