import type { Backend } from "../backend/backend.js";
import type { ExportForm, ImportForm } from "./interchange-form.js";
import type { MemoryType } from "./memory-type.js";

/** Forms that a backend brings for a memory type that is not its own, such as host arrays. */
export interface BroughtForms<Value = any> {
  readonly memoryType: string;
  readonly exports?: readonly ExportForm<Value>[];
  readonly imports?: readonly ImportForm<Value>[];
}

/** A form of a memory type with the backend whose session it receives; the core's own have none. */
export interface Offer<Form extends ExportForm | ImportForm> {
  readonly form: Form;
  readonly backend: string | undefined;
}

export interface Offers {
  readonly exports: readonly Offer<ExportForm>[];
  readonly imports: readonly Offer<ImportForm>[];
}

/** All forms of a memory type: its own first, then those that backends bring for it. */
export function offersOf(type: MemoryType, backends: Iterable<Backend>): Offers {
  const all = [...backends];
  const owner = all.find(({ memoryTypes = [] }) => memoryTypes.some(({ name }) => name === type.name))?.name;
  const sources = [
    { ...type, backend: owner },
    ...all.flatMap(({ name, forms = [] }) => forms.filter(({ memoryType }) => memoryType === type.name).map((brought) => ({ ...brought, backend: name }))),
  ];
  return {
    exports: sources.flatMap(({ exports = [], backend }) => exports.map((form) => ({ form, backend }))),
    imports: sources.flatMap(({ imports = [], backend }) => imports.map((form) => ({ form, backend }))),
  };
}
