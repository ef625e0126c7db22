import { seePart, type AuditHooks } from '../../audit/index.ts';
import { readPictureList, requireUnchanged } from '../plan/picture-list.ts';
import type { Plan } from '../plan/plan.ts';
import { runFolder } from '../run-folder.ts';
import { modelOfRun, writeRunFile, type Done } from '../plan/done.ts';

/** Decodes the pictures of a shard, or makes their features. */
export async function seeShard(
  run: string,
  plan: Plan,
  shard: number,
  done: ReadonlyMap<number, Done>,
  hooks: AuditHooks,
): Promise<Pick<Done, 'files' | 'part'>> {
  const { options, data, shards } = plan;
  const folder = runFolder(run);
  const pictures = await readPictureList(folder.list(shard), shards.lists[shard]);
  await requireUnchanged(data.root, pictures, hooks.signal);
  const part = await seePart({ root: data.root, examples: pictures }, modelOfRun(plan, done), options, hooks);
  const files = [
    await writeRunFile(run, folder.shard(shard), part.data),
    await writeRunFile(run, folder.hashes(shard), part.hashes),
  ];
  if (part.trimmed !== undefined) files.push(await writeRunFile(run, folder.cropped(shard), part.trimmed));
  return { files: Object.fromEntries(files), part: part.facts };
}
