import { createHash } from 'node:crypto';
import { sha256 } from '../../files/index.ts';
import type { AuditedDataset } from '../../audit/index.ts';
import { PlanError, type Plan } from './plan.ts';

/** SHA-256 of the given class of each picture: int32, little-endian. */
export function labelsHash(examples: AuditedDataset['examples']): string {
  return sha256(new Uint8Array(Int32Array.from(examples, ({ label }) => label).buffer));
}

/** SHA-256 of the paths, one a line. */
export function pathsHash(examples: AuditedDataset['examples']): string {
  const hash = createHash('sha256');
  for (const { path } of examples) hash.update(`${path}\n`);
  return hash.digest('hex');
}

/** @throws PlanError where a data set is not the one that was planned */
export function requireSameData({ root, examples, classes }: AuditedDataset, { data }: Pick<Plan, 'data'>): void {
  if (
    examples.length === data.pictures &&
    classes.length === data.classes &&
    labelsHash(examples) === data.labels &&
    pathsHash(examples) === data.paths
  )
    return;
  throw new PlanError(`The labels of ${root} were changed after the run was planned. Plan into a new folder.`);
}
