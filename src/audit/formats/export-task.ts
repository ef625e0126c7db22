/** What a finished audit can be written as. */
export const EXPORT_FORMATS = ['html', 'markdown', 'sarif', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportTask {
  /** The data set's root, which holds the report folder. */
  readonly root: string;
  readonly format: ExportFormat;
  /** The file to write; it is replaced where it is there. */
  readonly file: string;
  /** What SARIF's addresses are relative to; default: the data set's root. */
  readonly base?: string;
}
