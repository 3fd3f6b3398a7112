import { OpenHcsError } from "@openhcs/core";

/** The images of a site do not make one field of view. */
export class UnreadableSiteError extends OpenHcsError {
  readonly code = "UNREADABLE_SITE";
  readonly site: string;
  constructor(site: string, rule: string) {
    super(`${site}: ${rule}`);
    this.site = site;
  }
}

/** There is nothing to process under the given paths. */
export class NoImagesError extends OpenHcsError {
  readonly code = "NO_IMAGES";
  readonly paths: readonly string[];
  constructor(paths: readonly string[], extensions: readonly string[]) {
    super(`${paths.join(", ")}: there is no image. Images end with ${extensions.join(", ")}.`);
    this.paths = paths;
  }
}

/** No channel of a site has the name that was asked for. */
export class UnknownChannelError extends OpenHcsError {
  readonly code = "UNKNOWN_CHANNEL";
  readonly channel: string;
  readonly channels: readonly string[];
  constructor(channel: string, channels: readonly string[]) {
    super(`there is no channel "${channel}"; there are ${channels.join(", ")}.`);
    this.channel = channel;
    this.channels = channels;
  }
}

/** No site of a plate could be processed, each for a reason of its own. */
export class NothingProcessedError extends OpenHcsError {
  readonly code = "NOTHING_PROCESSED";
  readonly sites: readonly string[];
  constructor(failures: readonly { readonly site: string; readonly reason: string }[], options?: ErrorOptions) {
    super(`none of ${failures.length} sites could be processed.${failures.map(({ site, reason }) => `\n  ${site}: ${reason}`).join("")}`, options);
    this.sites = failures.map(({ site }) => site);
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    UNREADABLE_SITE: UnreadableSiteError;
    NO_IMAGES: NoImagesError;
    UNKNOWN_CHANNEL: UnknownChannelError;
    NOTHING_PROCESSED: NothingProcessedError;
  }
}
