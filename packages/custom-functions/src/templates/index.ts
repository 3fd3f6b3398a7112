import { NotRegisteredError, suggest, type MemoryType, type RegistryView } from "@openhcs/core";
import { analysis } from "./analysis.js";
import { image } from "./image.js";
import { multiOutput } from "./multi-output.js";
import { perChannel } from "./per-channel.js";
import type { Template, TemplateKind } from "./template-kind.js";

const templates: readonly Template[] = [image, analysis, multiOutput, perChannel];

export const templateKinds: readonly Pick<Template, "kind" | "description">[] = Object.freeze(templates.map(({ kind, description }) => Object.freeze({ kind, description })));

/** Complete source to begin with; a plain image function by the memory type's own starter, where it has one. @throws NotRegisteredError */
export function templateOf(kind: TemplateKind, memoryType: string, memoryTypes: RegistryView<MemoryType>): string {
  const type = memoryTypes.get(memoryType);
  const template = templates.find((each) => each.kind === kind);
  const kinds = templates.map((each) => each.kind);
  if (template === undefined) throw new NotRegisteredError("template", kind, suggest(kind, kinds), kinds);
  return (kind === "image" ? type.template : undefined) ?? template.source(type);
}
