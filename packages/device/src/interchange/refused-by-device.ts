import { InterchangeRefusedError, isOpenHcsError, messageOf } from "@openhcs/core";

/** What a device throws because memory is none that it can use, as a refusal of the form; other errors as they are. @throws InterchangeRefusedError */
export function refusedByDevice<Result>(form: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const isRefusal = isOpenHcsError(error, "DEVICE_FAILED") && error.fault === "INVALID_ARGUMENT";
    throw isRefusal ? new InterchangeRefusedError(form, messageOf(error).replace(/\.$/, ""), error) : error;
  }
}
