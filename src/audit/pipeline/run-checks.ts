import type { Dataset, Example } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { LOOK_CHECKS, PICTURE_CHECKS, TWIN_CHECKS, type CheckName } from '../options/picture-checks.ts';
import type { CheckType, NotMade } from '../report/checks-schema.ts';
import type { AuditHooks, AuditReport } from '../report/types.ts';
import { measureAll } from './looks/measure-all.ts';
import type { MeasuredPicture } from './looks/measured-picture.ts';
import { judgeLooks } from './picture-checks.ts';
import type { StageClock } from './stage-clock.ts';
import { checkTwins } from './twin-checks.ts';

/** What the checks found, and the scores that they found it by. */
export interface Checked {
  readonly checks: NonNullable<AuditReport['checks']>;
  /** One row for each audited picture, one column for each of `checks.types`; NaN where there is no score. */
  readonly scores: Float32Array;
}

/** What an audit knows when its checks are made. */
export interface CheckedAudit {
  readonly dataset: Dataset;
  /** The data set's examples in all splits: a leak shows only there. */
  readonly allExamples: readonly Example[];
  /** The audited pictures, as places in `dataset.examples`. */
  readonly exampleIndices: Int32Array;
  /** The class that each of them is taken for. */
  readonly suggested: ArrayLike<number>;
}

/**
 * The checks that an audit makes.
 *
 * @throws InputError where one is asked for that there is not
 */
export function checksOf({ checks }: Pick<AuditOptions, 'checks'>): readonly CheckName[] {
  if (checks === undefined) return [];
  const [first] = checks;
  if (checks.length === 1 && first === 'all') return LOOK_CHECKS;
  if (checks.length === 1 && first === 'none') return [];
  const strange = checks.find((name) => !(LOOK_CHECKS as readonly string[]).includes(name));
  if (strange === undefined) return LOOK_CHECKS.filter((name) => checks.includes(name));
  throw new InputError(
    `--checks: there is no check "${strange}". Give all, none, or some of ${LOOK_CHECKS.join(', ')}.`,
  );
}

/** Measuring takes nearly all of the time. */
const MEASURING = 0.95;

/**
 * Makes the checks that are asked for.
 *
 * @returns undefined where that is none
 * @throws InputError when the decoder is not installed; the signal's reason as soon as it is aborted
 */
export async function runChecks(
  names: readonly CheckName[],
  audit: CheckedAudit,
  options: AuditOptions,
  clock: StageClock,
  { signal }: AuditHooks,
): Promise<Checked | undefined> {
  if (names.length === 0) return undefined;
  const started = performance.now();
  const ofLooks = PICTURE_CHECKS.filter((name) => names.includes(name));
  const ofTwins = TWIN_CHECKS.filter((name) => names.includes(name));
  const { dataset, allExamples, exampleIndices, suggested } = audit;
  const own = Array.from(exampleIndices, (index) => dataset.examples[index]);
  const examples = names.includes('leaks') ? allExamples : own;
  const paths = [...new Set([...own, ...examples].map(({ path }) => path))];
  const found = await clock.run('cleaning', async (report) => {
    const measured = await measureAll(dataset.root, paths, {
      signal,
      cacheFolder: options.cacheFolder,
      onProgress: (done, total) => {
        report({ share: (MEASURING * done) / total, done, total });
      },
    });
    const of = (all: readonly Example[]): (MeasuredPicture | undefined)[] => all.map(({ path }) => measured.get(path));
    const looks = of(own);
    const byLooks = judgeLooks(
      ofLooks,
      looks.map((one) => one?.looks),
      options,
    );
    const rows = new Map(own.map((example, row) => [keyOf(example), row]));
    const twins = await checkTwins(
      ofTwins,
      {
        ...{ dataset, examples, measured: of(examples), rows: own.length, suggested },
        rowOf: examples.map((example) => rows.get(keyOf(example))),
      },
      options,
      {
        signal,
        onProgress: (share) => {
          report({ share: MEASURING + (1 - MEASURING) * share });
        },
      },
    );
    return {
      pictures: looks.filter((one) => one !== undefined).length,
      types: [...byLooks.types, ...twins.types],
      columns: [...byLooks.columns, ...twins.columns],
      notMade: twins.notMade,
    };
  });
  return tableOf(found, own.length, (performance.now() - started) / 1000);
}

/** A picture is audited once in each split. */
const keyOf = ({ path, split }: Example): string => (split === undefined ? path : `${path}\0${split}`);

interface Found {
  readonly pictures: number;
  readonly types: readonly CheckType[];
  readonly columns: readonly Float64Array[];
  readonly notMade: readonly NotMade[];
}

function tableOf({ pictures, types, columns, notMade }: Found, rows: number, seconds: number): Checked {
  const scores = new Float32Array(rows * columns.length);
  columns.forEach((column, c) => {
    for (let row = 0; row < rows; row++) scores[row * columns.length + c] = column[row];
  });
  return {
    checks: {
      ...{ pictures, types: [...types], seconds: Math.round(1000 * seconds) / 1000 },
      ...(notMade.length === 0 ? {} : { notMade: [...notMade] }),
    },
    scores,
  };
}
