import { OpenHcsError } from "@openhcs/core";

/** There is no file under the path. */
export class ImageNotFoundError extends OpenHcsError {
  readonly code = "IMAGE_NOT_FOUND";
  readonly file: string;
  constructor(file: string, options?: ErrorOptions) {
    super(`${file}: there is no such file.`, options);
    this.file = file;
  }
}

/** The system refused to read or write a file: no permission, a folder, a full disk. The system's own error is the cause. */
export class ImageFileError extends OpenHcsError {
  readonly code = "IMAGE_FILE";
  readonly file: string;
  constructor(file: string, rule: string, options?: ErrorOptions) {
    super(`${file}: ${rule}`, options);
    this.file = file;
  }
}

/** A file, an array or a combination of both that no format here can carry. */
export class UnsupportedImageError extends OpenHcsError {
  readonly code = "UNSUPPORTED_IMAGE";
  readonly file: string;
  constructor(file: string, rule: string, options?: ErrorOptions) {
    super(`${file}: ${rule}`, options);
    this.file = file;
  }
}

/** A file contradicts itself or its format: cut short, damaged, or forged. */
export class CorruptImageError extends OpenHcsError {
  readonly code = "CORRUPT_IMAGE";
  readonly file: string;
  constructor(file: string, rule: string, options?: ErrorOptions) {
    super(`${file}: ${rule}`, options);
    this.file = file;
  }
}

/** An image needs more memory than `maxBytes` allows or than the machine gives. */
export class ImageTooLargeError extends OpenHcsError {
  readonly code = "IMAGE_TOO_LARGE";
  readonly file: string;
  readonly bytes: number;
  readonly maxBytes: number;
  constructor(file: string, bytes: number, maxBytes: number, options?: ErrorOptions) {
    super(`${file}: needs ${bytes} bytes, the limit is ${maxBytes}. Pass a larger maxBytes, or read a part with the option "page".`, options);
    this.file = file;
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }
}

/** What was asked of a file does not exist or does not fit: a page, a series, axes of another rank. */
export class ImageRequestError extends OpenHcsError {
  readonly code = "IMAGE_REQUEST";
  readonly file: string;
  constructor(file: string, rule: string) {
    super(`${file}: ${rule}`);
    this.file = file;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    IMAGE_NOT_FOUND: ImageNotFoundError;
    IMAGE_FILE: ImageFileError;
    UNSUPPORTED_IMAGE: UnsupportedImageError;
    CORRUPT_IMAGE: CorruptImageError;
    IMAGE_TOO_LARGE: ImageTooLargeError;
    IMAGE_REQUEST: ImageRequestError;
  }
}
