import type { ExportForm, ImportForm } from "../memory/interchange-form.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { Transfer, TransferContext } from "./transfer.js";

interface Party {
  readonly type: MemoryType;
  readonly device: number;
}

/** One transfer per form in which a memory type can hand its arrays to another in the same memory; which is best hangs on the array. */
export function negotiate(from: Party, to: Party): readonly Transfer[] {
  if (from.type.name === to.type.name) return [];
  return (from.type.exports ?? []).flatMap((offered) =>
    (to.type.imports ?? [])
      .filter((accepted) => accepted.form === offered.form && location(offered, from.device) === location(accepted, to.device))
      .map((accepted) => compose(from.type.name, to.type.name, offered, accepted)));
}

function location(form: ExportForm | ImportForm, device: number): string {
  return form.location?.(device) ?? "host";
}

function compose(from: string, to: string, offered: ExportForm, accepted: ImportForm): Transfer {
  return {
    from, to,
    form: offered.form,
    cost: {
      latencyUs: offered.cost.latencyUs + accepted.cost.latencyUs,
      gbPerSec: 1 / (1 / offered.cost.gbPerSec + 1 / accepted.cost.gbPerSec),
    },
    copies: offered.copies || accepted.copies,
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

/** What a negotiated transfer receives: the sessions of both backends. */
export interface NegotiatedSessions {
  readonly from: unknown;
  readonly to: unknown;
}
