import { OpenHcsError } from "../errors/openhcs-error.js";

/** No chain of transfers leads from one place to another for this array. */
export class NoRouteError extends OpenHcsError {
  readonly code = "NO_ROUTE";
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  constructor(from: string, to: string, reason: string) {
    super(`no route from ${from} to ${to}: ${reason}.`);
    this.from = from;
    this.to = to;
    this.reason = reason;
  }
}

/** The only routes between two devices pass through the host, which this call does not allow. */
export class HostRoundtripRefusedError extends OpenHcsError {
  readonly code = "HOST_ROUNDTRIP_REFUSED";
  readonly from: string;
  readonly to: string;
  /** The cheapest route that was refused. */
  readonly refused: string;
  constructor(from: string, to: string, refused: string, predictedUs: number) {
    super(`${from} to ${to} has no direct transfer; the cheapest route ${refused} (about ${Math.round(predictedUs)} µs) passes through the host. Pass { allowHostRoundtrip: true } to allow it.`);
    this.from = from;
    this.to = to;
    this.refused = refused;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    NO_ROUTE: NoRouteError;
    HOST_ROUNDTRIP_REFUSED: HostRoundtripRefusedError;
  }
}
