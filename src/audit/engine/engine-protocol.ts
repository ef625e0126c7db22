import type { CompareTask } from '../compare/compare-task.ts';
import type { ExportTask } from '../formats/export-task.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import type { PictureFacts } from '../../pictures/index.ts';
import type { NextQueue } from '../report/next-pictures.ts';
import type { AuditProgress } from '../report/types.ts';

/** From the client to the engine's process. A process does one task, or thumbnails and facts of pictures for as long as it is wanted. */
export type EngineRequest =
  | { readonly type: 'audit'; readonly options: AuditOptions }
  | { readonly type: 'compare'; readonly task: CompareTask }
  | { readonly type: 'export'; readonly task: ExportTask }
  /** Lay the pictures of the audit of `root` out by their neighbours. */
  | { readonly type: 'map'; readonly root: string }
  /** Choose so many pictures without a label to label next. */
  | { readonly type: 'next'; readonly options: AuditOptions; readonly count: number }
  | { readonly type: 'cancel' }
  | {
      readonly type: 'thumbnails';
      readonly id: number;
      readonly root: string;
      readonly paths: readonly string[];
      /** Longest side, in pixels. */
      readonly size: number;
      readonly cacheFolder: string;
    }
  | { readonly type: 'facts'; readonly id: number; readonly root: string; readonly path: string };

/** From the engine's process to the client. */
export type EngineMessage =
  | { readonly type: 'progress'; readonly progress: AuditProgress }
  | { readonly type: 'log'; readonly line: string }
  /** The file that the task was to write. */
  | { readonly type: 'done'; readonly reportFile: string }
  /** What `next` chose. */
  | { readonly type: 'queue'; readonly queue: NextQueue }
  /** `force`: the audit can go on all the same with this option. */
  | { readonly type: 'failed'; readonly message: string; readonly canForce?: boolean }
  /** One path of the request `id`; `file` is null where no thumbnail can be made. */
  | { readonly type: 'thumbnail'; readonly id: number; readonly path: string; readonly file: string | null }
  /** Of the request `id`; null where the picture can't be read. */
  | { readonly type: 'facts'; readonly id: number; readonly facts: PictureFacts | null };
