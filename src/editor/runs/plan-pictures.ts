import type { AuditReport, RemediationPlan } from '../../audit/light.ts';
import type { FixPlanView } from '../../protocol/index.ts';
import { idOfExample } from '../session/unflagged-pictures.ts';

/** So many are looked at before a plan is carried out; of the others the table tells. */
const SHOWN = 60;

/** The first pictures of a plan, by the ids that the panel knows them by. */
export function planPictures(
  report: Pick<AuditReport, 'issues' | 'paths' | 'repeated'>,
  { changes }: Pick<RemediationPlan, 'changes'>,
): FixPlanView['pictures'] {
  const first = changes.slice(0, SHOWN);
  const wanted = new Set(first.map(({ path }) => path));
  const splits = new Map((report.repeated ?? []).map(({ index, split }) => [index, split]));
  const ids = new Map<string, { readonly id: number; readonly split: string | undefined }[]>();
  const add = (path: string, id: number, split: string | undefined): void => {
    const known = ids.get(path);
    if (known === undefined) ids.set(path, [{ id, split }]);
    else known.push({ id, split });
  };
  const flagged = new Set<number>();
  report.issues.forEach(({ path, index, split }, id) => {
    if (!wanted.has(path)) return;
    flagged.add(index);
    add(path, id, split);
  });
  report.paths.forEach((path, example) => {
    if (wanted.has(path) && !flagged.has(example)) add(path, idOfExample(report, example), splits.get(example));
  });
  return first.flatMap(({ path, split, from, to, probability }) => {
    const found = ids.get(path) ?? [];
    const id = (found.find((one) => one.split === split) ?? found.at(0))?.id;
    if (id === undefined) return [];
    return [
      {
        ...{ id, path, from },
        ...(to === undefined ? {} : { to }),
        ...(probability === undefined ? {} : { probability }),
      },
    ];
  });
}
