import { Command } from "commander";
import type { CallPlan, PatternPlan, Runtime } from "@openhcs/core";
import type { Image } from "@openhcs/io";
import { addCallArguments, callArguments, prepareCalls, type CallFlags, type PreparedCalls } from "../call-arguments.js";
import { openRuntime } from "../open-runtime.js";
import { suitableImage } from "../suitable-image.js";
import { print, printJson, type Terminal } from "../terminal.js";

interface PlannedInput {
  readonly input: string | undefined;
  readonly plan: CallPlan | PatternPlan;
}

export function planCommand(terminal: Terminal): Command {
  return addCallArguments(new Command("plan"))
    .description("say what run would do with the same arguments: kernels, routes, predicted time")
    .action(async (name: string, inputs: string[], flags: CallFlags) => {
      await using runtime = await openRuntime(terminal, { isQuiet: flags.json });
      const prepared = await prepareCalls(terminal, runtime, name, inputs, flags);
      const plans: PlannedInput[] = [];
      for (const input of inputs.length === 0 ? [undefined] : inputs) {
        const image = input === undefined ? undefined : await suitableImage(terminal, prepared, input);
        plans.push({ input, plan: planOf(runtime, prepared, image) });
      }
      if (flags.json === true) printJson(terminal, plans.length === 1 ? plain(plans[0] as PlannedInput) : plans.map(plain));
      else print(terminal, plans.map(({ input, plan: each }) => (plans.length === 1 ? each.explain() : `${terminal.colours.bold(input ?? name)}\n${each.explain()}`)).join("\n\n"));
    });
}

function planOf(runtime: Runtime, prepared: PreparedCalls, image: Image | undefined): CallPlan | PatternPlan {
  const plan = runtime.plan as (...args: readonly unknown[]) => CallPlan | PatternPlan;
  try {
    return plan.apply(runtime, callArguments(prepared, image));
  } catch (error) {
    throw prepared.subject.located(error);
  }
}

/** The plan as data; the functions in it, such as transfers, are left out by JSON. */
function plain({ input, plan }: PlannedInput): object {
  const named = input === undefined ? {} : { input };
  if ("components" in plan) {
    const components = Object.entries(plan.components).map(([component, calls]) => [component, calls.map(callPlan)]);
    return { ...named, predictedUs: plan.predictedUs, components: Object.fromEntries(components), explanation: plan.explain() };
  }
  return { ...named, ...callPlan(plan), explanation: plan.explain() };
}

function callPlan({ key, kernel, memoryType, device, predictedUs, routes, alternatives }: CallPlan): object {
  return { key, kernel, memoryType, device, predictedUs, routes: Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, routeOf(route)])), alternatives };
}

function routeOf({ hops, predictedUs }: ReturnType<Runtime["route"]>): object {
  return { predictedUs, hops: hops.map(({ from, to, predictedUs: hopUs }) => ({ from, to, predictedUs: hopUs })) };
}
