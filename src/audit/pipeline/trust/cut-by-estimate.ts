import { countForPrecision, findTopIssues, type LabelIssues, type Trust } from '../../../core/index.ts';
import { InputError } from '../../../files/index.ts';
import { percent } from '../../../numbers/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { ToldWarning } from '../../wording/warnings.ts';

const WITHOUT =
  'Leave out --target-precision (labelAudit.targetPrecision in VS Code), and --filter-by sets the length of the list.';

/**
 * Refuses a target precision before any work, where no errors will be planted that could tell it.
 *
 * @param judge what judges; undefined: the user's own probabilities
 * @throws InputError that says what to do
 */
export function requireEstimate(
  { targetPrecision, fracNoise, minExamplesPerClass, calibrate }: AuditOptions,
  judge: string | undefined,
): void {
  if (targetPrecision === undefined) return;
  if (fracNoise !== 1 || minExamplesPerClass !== 1) {
    const other = fracNoise !== 1 ? '--frac-noise' : '--min-examples-per-class';
    throw new InputError(`${other} and --target-precision both set the length of the list: give one of them.`);
  }
  const isNetwork = judge !== undefined && judge !== 'features' && judge !== 'auto';
  if (judge !== undefined && (!isNetwork || calibrate)) return;
  const needs = '--target-precision needs an estimate from errors that the audit plants';
  throw new InputError(
    isNetwork
      ? `${needs}, which trains ${judge} several times more: add --calibrate, or use --model features. ${WITHOUT}`
      : `${needs}: probabilities of your own model are judged as they are. Give its --features instead. ${WITHOUT}`,
  );
}

/**
 * The worst labels, so many that as estimated this share of them is wrong; none where even the worst are not that sure.
 *
 * @param weak why the model is too weak for an estimate to be trusted
 * @throws InputError where there is no estimate that may be trusted
 */
export function cutByEstimate(
  labelQuality: Float64Array,
  trust: Trust | undefined,
  weak: string | undefined,
  precision: number,
): Pick<LabelIssues, 'indices' | 'mask'> & { readonly warnings: readonly ToldWarning[] } {
  if (trust === undefined || weak !== undefined) {
    const why = trust === undefined ? 'no error could be planted' : 'the model is too weak to judge these labels';
    throw new InputError(`The list can't be cut at a precision of ${percent(precision)}: ${why}. ${WITHOUT}`);
  }
  const indices = findTopIssues(labelQuality, countForPrecision(trust, precision));
  const mask = new Uint8Array(labelQuality.length);
  for (const row of indices) mask[row] = 1;
  const text = `Nothing is listed: as estimated, not even of the worst labels are ${percent(precision)} wrong. Ask for a lower --target-precision.`;
  return { indices, mask, warnings: indices.length === 0 ? [{ text, kind: 'none-listed', numbers: [precision] }] : [] };
}
