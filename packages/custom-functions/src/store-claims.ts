import type { FunctionStore } from "@openhcs/core";
import { StoreInUseError } from "./custom-function-errors.js";

const claimed = new WeakSet<FunctionStore>();

/** Makes stores one manager's own until it lets go of them; all or none. @throws StoreInUseError */
export function claimStores(stores: readonly FunctionStore[]): Disposable {
  const own: FunctionStore[] = [];
  const claim = { [Symbol.dispose]: () => { for (const store of own.splice(0)) claimed.delete(store); } };
  for (const store of stores) {
    if (claimed.has(store)) {
      claim[Symbol.dispose]();
      throw new StoreInUseError(store.name, store.location);
    }
    claimed.add(store);
    own.push(store);
  }
  return claim;
}
