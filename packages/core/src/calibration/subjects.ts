import type { CallPlanner } from "../plan/planner.js";
import type { FunctionEntry } from "../function/entry.js";
import type { RunServices } from "../run/run-services.js";
import type { Subject } from "./calibration.js";
import { candidateSubjects } from "./candidate-subjects.js";
import type { MeasuredCosts } from "./measured-costs.js";
import { transferSubjects } from "./transfer-subjects.js";

interface SubjectServices extends RunServices {
  readonly functions: Iterable<FunctionEntry>;
  readonly planner: CallPlanner;
  readonly costs: MeasuredCosts;
}

/** What there is to measure: of all backends and of the references, or of those that are named. @throws NotRegisteredError */
export function calibrationSubjects(names: readonly string[] | undefined, services: SubjectServices): readonly Subject[] {
  for (const name of names ?? []) if (name !== "reference") services.backends.get(name);
  const isAsked = (backend: string) => names === undefined || names.includes(backend);
  const { functions, planner, costs } = services;
  return [...transferSubjects(services, costs, isAsked), ...candidateSubjects(functions, planner, services, costs, isAsked)];
}
