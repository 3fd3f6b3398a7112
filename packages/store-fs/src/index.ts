export { defaultFolder } from "./default-folder.js";
export { fileStore, type FileStoreOptions } from "./file-store.js";
export * from "./store-fs-errors.js";
