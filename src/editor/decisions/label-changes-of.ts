import type { LiveSession } from '../session/live-session.ts';
import { createClassFolderChanges } from './class-folder-changes.ts';
import type { LabelChanges } from './label-changes.ts';
import { createLabelsFileChanges } from './labels-file-changes.ts';

/** The one place that tells the two kinds of sessions apart when something is changed. */
export function labelChangesOf(session: LiveSession): LabelChanges {
  return session.kind === 'csv' ? createLabelsFileChanges(session) : createClassFolderChanges(session);
}
