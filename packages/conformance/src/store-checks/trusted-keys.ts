import assert from "node:assert/strict";
import type { FunctionStore, TrustedKey } from "@openhcs/core";
import { skip } from "../check.js";
import type { StoreCase } from "../store-case.js";

const lab: TrustedKey = { key: "bGFi", label: "the lab", grantsTrust: true };
const friend: TrustedKey = { key: "ZnJpZW5k", label: "a friend's", grantsTrust: false };

/** Whom a store trusts is said by the store. */
export const trustedKeys: readonly StoreCase[] = [
  {
    name: "trusts the keys that it was told, as they were told, until it is told otherwise",
    async run(subject) {
      const store = keysOf(await subject.open());
      assert.deepEqual(await store.trustedKeys(), [], "keys of a fresh store");
      await store.trust(lab);
      await store.trust(friend);
      assertKeys(await store.trustedKeys(), [friend, lab]);
      assert.equal(await store.distrust(lab.key), true, "distrusting a key that was trusted");
      assertKeys(await store.trustedKeys(), [friend]);
      assert.equal(await store.distrust(lab.key), false, "distrusting a key that was not trusted");
    },
  },
  {
    name: "a key that is trusted again has what was said last",
    async run(subject) {
      const store = keysOf(await subject.open());
      await store.trust(lab);
      await store.trust({ ...lab, label: "our lab", grantsTrust: false });
      assertKeys(await store.trustedKeys(), [{ ...lab, label: "our lab", grantsTrust: false }]);
    },
  },
];

export function assertKeys(found: readonly TrustedKey[], expected: readonly TrustedKey[]): void {
  const sorted = (keys: readonly TrustedKey[]): readonly TrustedKey[] => keys.map(({ key, label, grantsTrust }) => ({ key, label, grantsTrust })).sort((one, other) => (one.label < other.label ? -1 : 1));
  assert.deepEqual(sorted(found), sorted(expected), "the trusted keys");
}

/** The three members are one capability. @throws Skipped where none of them is there */
export function keysOf(store: FunctionStore): Required<Pick<FunctionStore, "trustedKeys" | "trust" | "distrust">> {
  const { trustedKeys: list, trust, distrust } = store;
  if (list === undefined && trust === undefined && distrust === undefined) skip("keeps no trusted keys");
  assert.ok(list !== undefined && trust !== undefined && distrust !== undefined, "trustedKeys, trust and distrust are one capability: all of them or none");
  return { trustedKeys: list.bind(store), trust: trust.bind(store), distrust: distrust.bind(store) };
}
