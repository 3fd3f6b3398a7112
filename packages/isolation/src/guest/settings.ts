/** What a child is told when it starts. */
export interface GuestSettings {
  /** The folder of the compiled core. */
  readonly coreFolder: string;
  /** The folder of the compiled function library, for a child that runs its references. */
  readonly libraryFolder?: string;
  /** The files of the modules that it imports, by their names. */
  readonly libraryModules?: Readonly<Record<string, string>>;
  /** The file of the addon, where arrays lie in segments. */
  readonly addonFile?: string;
  readonly parentId: number;
}
