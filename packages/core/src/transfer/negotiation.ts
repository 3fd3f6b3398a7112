import type { Dtype } from "../array/dtype.js";
import type { DeviceFacts } from "../backend/backend.js";
import type { Offer, Offers } from "../memory/brought-forms.js";
import type { ExportForm, ImportForm } from "../memory/interchange-form.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { Transfer, TransferContext } from "./transfer.js";

export interface Party extends Offers {
  readonly type: MemoryType;
  readonly device: number;
  readonly facts: DeviceFacts | undefined;
}

export interface Agreement {
  readonly transfer: Transfer;
  /** Whose sessions export and import receive. */
  readonly backends: readonly [string | undefined, string | undefined];
}

/** One transfer per form in which a memory type can hand its arrays to another in the same memory; which is best hangs on the array. */
export function negotiate(from: Party, to: Party): readonly Agreement[] {
  if (from.type.name === to.type.name) return [];
  return from.exports.filter(isWithin).flatMap((offered) =>
    to.imports
      .filter((accepted) => isWithin(accepted) && accepted.form.form === offered.form.form && location(offered.form, from) === location(accepted.form, to))
      .map((accepted) => ({ transfer: compose(from.type.name, to.type.name, offered.form, accepted.form), backends: [offered.backend, accepted.backend] as const })));
}

function isWithin({ form }: Offer<ExportForm | ImportForm>): boolean {
  return form.betweenProcesses !== true;
}

function location(form: ExportForm | ImportForm, { device, facts }: Party): string {
  return form.location?.(device, facts) ?? "host";
}

function compose(from: string, to: string, offered: ExportForm, accepted: ImportForm): Transfer {
  const dtypes = common(offered.dtypes, accepted.dtypes);
  return {
    from, to,
    form: offered.form,
    ...(dtypes === undefined ? {} : { dtypes }),
    cost: {
      latencyUs: offered.cost.latencyUs + accepted.cost.latencyUs,
      gbPerSec: 1 / (1 / offered.cost.gbPerSec + 1 / accepted.cost.gbPerSec),
    },
    copies: offered.copies === true || accepted.copies === true || (offered.copies === false ? accepted.copies : offered.copies),
    async run(value, context: TransferContext<NegotiatedSessions>) {
      const interchange = await offered.export(value, { ...context, session: context.session.from });
      try {
        return await accepted.import(interchange, { ...context, session: context.session.to });
      } catch (error) {
        interchange.release?.();
        throw error;
      }
    },
  };
}

/** What both carry; all where neither says. */
function common(offered: readonly Dtype[] | undefined, accepted: readonly Dtype[] | undefined): readonly Dtype[] | undefined {
  return offered?.filter((dtype) => accepted?.includes(dtype) ?? true) ?? accepted;
}

/** What a negotiated transfer receives: the sessions of both backends. */
export interface NegotiatedSessions {
  readonly from: unknown;
  readonly to: unknown;
}
