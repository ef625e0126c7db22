import { sha256 } from '../../files/index.ts';
import { bundledFile } from '../../processes/index.ts';
import { codeHashes } from '../../training/index.ts';
import { VERSION } from '../../audit/index.ts';
import { PlanError, type Plan, type PlanVersions } from './plan.ts';

/** What this machine would do the work with. */
export async function versionsHere(): Promise<PlanVersions> {
  return {
    labelAudit: VERSION,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    code: sha256((await codeHashes(bundledFile('training-worker.mjs'))).join()),
  };
}

const WORDS = { labelAudit: 'label-audit', node: 'Node', platform: 'Platform', code: 'The training code' } as const;

/** @throws PlanError where this machine would not come to the same bits */
export async function requireSameVersions({ versions }: Pick<Plan, 'versions'>): Promise<void> {
  const here = await versionsHere();
  for (const name of ['labelAudit', 'node', 'platform', 'code'] as const) {
    if (here[name] === versions[name]) continue;
    throw new PlanError(
      `${WORDS[name]} is ${here[name]} on this machine, but ${versions[name]} in the plan: the results would not be the same. Use the same version on all machines, or plan again.`,
    );
  }
}
