import type { ClassFolderSession } from './class-folder-session.ts';
import type { LabelsFileSession } from './labels-file-session.ts';

/** A session of the store. */
export type LiveSession = LabelsFileSession | ClassFolderSession;
