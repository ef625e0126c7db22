import type { Dataset, Example } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { CHECK_NAMES, DATA_CHECKS, PICTURE_CHECKS, TWIN_CHECKS, type CheckName } from '../../options/picture-checks.ts';
import type { CheckType, NotMade } from '../../report/schema/checks-schema.ts';
import type { AuditHooks, AuditReport } from '../../report/types.ts';
import type { CheckedAudit } from './checked-audit.ts';
import { checkData, type CheckedData } from './data-checks.ts';
import { measureAll } from '../looks/measure-all.ts';
import { looksColumns, tableAt } from '../looks/measured-table.ts';
import { withNearByFeatures } from './near-by-features.ts';
import { judgeLooks } from './picture-checks.ts';
import type { StageClock } from '../stage-clock.ts';
import { checkTwins } from './twin-checks.ts';

/** What the checks found, and the scores that they found it by. */
export interface Checked {
  readonly checks: NonNullable<AuditReport['checks']>;
  /** One row for each audited picture, one column for each of `checks.types`; NaN where there is no score. */
  readonly scores: Float32Array;
}

/** Which checks an audit makes. */
export interface WantedChecks {
  readonly names: readonly CheckName[];
  /** Whether the user named them: then pictures are looked at for them, and what can't be made is told. */
  readonly isNamed: boolean;
}

/**
 * The checks that the options name.
 *
 * @returns undefined where they say nothing
 * @throws InputError where one is asked for that there is not
 */
export function checksOf({ checks }: Pick<AuditOptions, 'checks'>): readonly CheckName[] | undefined {
  // A setting that is not written down is an empty list.
  if (checks === undefined || checks.length === 0) return undefined;
  const [first] = checks;
  if (checks.length === 1 && first === 'all') return CHECK_NAMES;
  if (checks.length === 1 && first === 'none') return [];
  const strange = checks.find((name) => !(CHECK_NAMES as readonly string[]).includes(name));
  if (strange === undefined) return CHECK_NAMES.filter((name) => checks.includes(name));
  throw new InputError(
    `--checks (labelAudit.checks in VS Code): there is no check "${strange}". Give all, none, or some of ${CHECK_NAMES.join(', ')}.`,
  );
}

/** Data values are made when they are asked for, as Datalab has it: on real photographs they doubt a quarter of all. */
const CHEAP_CHECKS = DATA_CHECKS.filter((name) => name !== 'data_valuation');

/**
 * The checks that are made: where none are named, those that cost little, which need nothing but features that the audit has
 * anyway.
 */
export function wantedChecks(named: readonly CheckName[] | undefined, hasFeatures: boolean): WantedChecks {
  if (named !== undefined) return { names: named, isNamed: true };
  return { names: hasFeatures ? ['near_duplicates', ...CHEAP_CHECKS] : [], isNamed: false };
}

/** Checks that take a label for one class. */
const BY_LABEL: readonly CheckName[] = [
  ...(['class_imbalance', 'underperforming_group', 'spurious_correlations', 'data_valuation'] as const),
];

/** Those of the checks that can be made of a data set: where pictures have several labels, some would misread them, and are left out. */
export function checksFor({ multiLabel }: Dataset, wanted: WantedChecks, onNote: AuditHooks['onNote']): WantedChecks {
  if (multiLabel === undefined) return wanted;
  const left = wanted.names.filter((name) => BY_LABEL.includes(name));
  if (wanted.isNamed && left.length > 0) {
    onNote?.(`Not made, since pictures have several labels: ${left.join(', ')}.`);
  }
  return { ...wanted, names: wanted.names.filter((name) => !BY_LABEL.includes(name)) };
}

/** Looking at pictures takes nearly all of the time. */
const LOOKING = 0.9;
/** And of that, measuring. */
const MEASURING = 0.95;

/**
 * Makes the checks that are wanted.
 *
 * @returns undefined where that is none
 * @throws InputError when the decoder is not installed; the signal's reason as soon as it is aborted
 */
export async function runChecks(
  { names, isNamed }: WantedChecks,
  audit: CheckedAudit,
  options: AuditOptions,
  clock: StageClock,
  { signal }: AuditHooks,
): Promise<Checked | undefined> {
  if (names.length === 0) return undefined;
  const started = performance.now();
  const isLooking = isNamed && names.some((name) => !isData(name) || name === 'spurious_correlations');
  const ofData = DATA_CHECKS.filter((name) => names.includes(name));
  const { dataset, exampleIndices, compared, labels, predProbs } = audit;
  const found = await clock.run('cleaning', async (report) => {
    const looked = isLooking ? await lookAt(names, audit, options, { signal, report, to: LOOKING }) : undefined;
    const from = isLooking ? LOOKING : 0;
    const data = await checkData(
      ofData,
      {
        ...{ labels, predProbs, classes: dataset.classes, features: compared },
        ...(looked === undefined ? {} : { looks: { names: PICTURE_CHECKS, columns: looked.properties } }),
        isOrdered: dataset.labelsFile !== undefined,
      },
      {
        ...{ signal, near: names.includes('near_duplicates') },
        onProgress: (share) => {
          report({ share: from + (1 - from) * share });
        },
      },
    );
    return joined(audit, options, looked, data);
  });
  // What was not asked for by name is not missed.
  const notMade = isNamed ? found.notMade : [];
  return tableOf({ ...found, notMade }, exampleIndices.length, (performance.now() - started) / 1000);
}

const isData = (name: CheckName): boolean => (DATA_CHECKS as readonly CheckName[]).includes(name);

interface Looking {
  readonly signal: AbortSignal | undefined;
  readonly report: (progress: { share: number; done?: number; total?: number }) => void;
  /** The share that is done when all are looked at. */
  readonly to: number;
}

/** What pictures told by their pixels, and each of their properties, one column for each of PICTURE_CHECKS. */
interface Looked extends Found {
  readonly properties: readonly Float64Array[];
}

/** Looks at every picture, for the checks of pictures and for what shows the same. */
async function lookAt(
  names: readonly CheckName[],
  { dataset, allExamples, exampleIndices, suggested }: CheckedAudit,
  options: AuditOptions,
  { signal, report, to }: Looking,
): Promise<Looked> {
  const ofLooks = PICTURE_CHECKS.filter((name) => names.includes(name));
  const ofTwins = TWIN_CHECKS.filter((name) => names.includes(name));
  const own = Array.from(exampleIndices, (index) => dataset.examples[index]);
  const examples = names.includes('leaks') ? allExamples : own;
  const { paths, placesOf } = placePaths(own, examples);
  const [ownPlaces, places] = placesOf;
  const measured = await measureAll(dataset.root, paths, {
    signal,
    cacheFolder: options.cacheFolder,
    onProgress: (done, total) => {
      report({ share: (to * MEASURING * done) / total, done, total });
    },
  });
  try {
    const looks = looksColumns(tableAt(measured, ownPlaces));
    const byLooks = judgeLooks(ofLooks, looks, options);
    const rows = new Map(own.map((example, row) => [keyOf(example), row]));
    const twins = await checkTwins(
      ofTwins,
      {
        ...{ dataset, examples, measured: tableAt(measured, places), rows: own.length, suggested },
        rowOf: examples.map((example) => rows.get(keyOf(example))),
      },
      options,
      {
        signal,
        onProgress: (share) => {
          report({ share: to * (MEASURING + (1 - MEASURING) * share) });
        },
      },
    );
    return {
      pictures: looks.size.reduce((sum, size) => (Number.isNaN(size) ? sum : sum + 1), 0),
      types: [...byLooks.types, ...twins.types],
      columns: [...byLooks.columns, ...twins.columns],
      notMade: twins.notMade,
      properties: names.includes('spurious_correlations') ? judgeLooks(PICTURE_CHECKS, looks, options).columns : [],
    };
  } finally {
    await measured.close();
  }
}

interface PlacedPaths {
  /** Each once. */
  readonly paths: readonly string[];
  /** For each list where its examples' paths stand. */
  readonly placesOf: readonly [Int32Array, Int32Array];
}

function placePaths(...lists: readonly [readonly Example[], readonly Example[]]): PlacedPaths {
  const places = new Map<string, number>();
  const placesIn = (examples: readonly Example[]): Int32Array =>
    Int32Array.from(examples, ({ path }) => {
      const place = places.get(path) ?? places.size;
      places.set(path, place);
      return place;
    });
  const placesOf = [placesIn(lists[0]), placesIn(lists[1])] as const;
  return { paths: [...places.keys()], placesOf };
}

/** A picture is audited once in each split. */
const keyOf = ({ path, split }: Example): string => (split === undefined ? path : `${path}\0${split}`);

interface Found {
  readonly pictures: number;
  readonly types: readonly CheckType[];
  readonly columns: readonly Float64Array[];
  readonly notMade: readonly NotMade[];
}

/** What both ways of looking found; near duplicates of both are told of together. */
function joined(audit: CheckedAudit, options: AuditOptions, looked: Looked | undefined, data: CheckedData): Found {
  const { near } = data;
  const types = [...(looked?.types ?? [])];
  const columns = [...(looked?.columns ?? [])];
  if (near !== undefined) {
    const at = types.findIndex(({ name }) => name === 'near_duplicates');
    const own = at < 0 ? undefined : { type: types[at], scores: columns[at] };
    const { type, scores } = withNearByFeatures(own, near, audit, options.nearDuplicatesBelow);
    types.splice(at < 0 ? types.length : at, 1, type);
    columns.splice(at < 0 ? columns.length : at, 1, scores);
  }
  return {
    pictures: looked?.pictures ?? audit.exampleIndices.length,
    types: [...types, ...data.types],
    columns: [...columns, ...data.columns],
    // Too many to compare by their pixels may still be compared by features.
    notMade: [...(looked?.notMade ?? []), ...data.notMade].filter(
      ({ name }) => name !== 'near_duplicates' || near === undefined,
    ),
  };
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
