import { parseJson, readJsonText, writeFileAtomic } from '../../files/index.ts';
import { runFolder } from '../run-folder.ts';
import type { Plan } from './plan.ts';

/** What `merged.json` says. */
export interface Merged {
  readonly plan: string;
  /** Folder of the report; absent where none was written. */
  readonly out?: string;
  /** ISO 8601. */
  readonly time: string;
}

/** The audit that was made of a run; undefined where there is none of this plan. */
export async function findMerged(run: string, plan: Pick<Plan, 'id'>): Promise<Merged | undefined> {
  const text = await readJsonText(runFolder(run).merged, 'the note of the merge');
  const merged = text === undefined ? undefined : (parseJson(text) as Merged);
  return merged?.plan === plan.id ? merged : undefined;
}

/** Notes that the audit of a run was made. */
export async function writeMerged(run: string, merged: Merged): Promise<void> {
  await writeFileAtomic(runFolder(run).merged, `${JSON.stringify(merged)}\n`);
}
