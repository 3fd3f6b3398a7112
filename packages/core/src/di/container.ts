import "reflect-metadata";
import { container as root, type DependencyContainer } from "tsyringe";
import type { Token } from "./tokens.js";

/** Registers one service in a runtime's container. */
export type Service = (container: DependencyContainer) => void;

/** A service as a value, in place of the default one. */
export function provide<T>(token: Token<T>, value: T): Service {
  return (container) => { container.registerInstance(token, value); };
}

/** A service made when it is first asked for, once per runtime. */
export function provideFactory<T>(token: Token<T>, make: (container: DependencyContainer) => T): Service {
  return (container) => {
    let made: { readonly value: T } | undefined;
    container.register(token, { useFactory: () => (made ??= { value: make(container) }).value });
  };
}

/** A container of its own for every runtime: the defaults, then what the host replaces. Nothing is ever put on the root. */
export function createContainer(defaults: readonly Service[], services: readonly Service[]): DependencyContainer {
  const container = root.createChildContainer();
  for (const service of [...defaults, ...services]) service(container);
  return container;
}
