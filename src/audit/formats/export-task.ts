/** How the files end that a finished audit can be written as, by format; `formatReport` writes each. */
export const EXPORT_ENDINGS = { html: 'html', markdown: 'md', sarif: 'sarif', csv: 'csv' } as const;
export type ExportFormat = keyof typeof EXPORT_ENDINGS;
export const EXPORT_FORMATS = Object.keys(EXPORT_ENDINGS) as readonly ExportFormat[];

export interface ExportTask {
  /** The data set's root, which holds the report folder. */
  readonly root: string;
  readonly format: ExportFormat;
  /** The file to write; it is replaced where it is there. */
  readonly file: string;
  /** What SARIF's addresses are relative to; default: the data set's root. */
  readonly base?: string;
}
