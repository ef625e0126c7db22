import { join } from 'node:path';
import { readPredProbs } from '../../arrays/index.ts';
import { InputError } from '../../files/index.ts';
import { isOwnArray } from './array-ownership.ts';
import { REPORT_FOLDER } from './report-folder.ts';
import type { AuditReport } from './types.ts';

/** The probabilities of an audit's pictures. */
export interface ProbabilityRows {
  /**
   * The probability of each class, in the order of `report.dataset.classes`; undefined for a picture that was not
   * audited. The file is read when the first row is asked for.
   * @throws NpyError where the file can't be read; InputError where it is not the one of the report
   */
  readonly row: (path: string) => Promise<Float64Array | undefined>;
}

/**
 * The probabilities that an audit left beside its report.
 * @param root the data set's root
 * @param report the report that was written with them
 */
export function readProbabilities(
  root: string,
  report: Pick<AuditReport, 'paths' | 'dataset' | 'arrays'>,
): ProbabilityRows {
  const file = join(root, REPORT_FOLDER, 'pred_probs.npy');
  const load = async (): Promise<(path: string) => Float64Array | undefined> => {
    const { data, n, k } = await readPredProbs(file);
    if (n !== report.paths.length || k !== report.dataset.classes.length) {
      const wanted = `${report.paths.length} pictures and ${report.dataset.classes.length} classes`;
      throw new InputError(
        `${file} has ${n} rows and ${k} columns, but the report has ${wanted}. Run the audit again.`,
      );
    }
    if (!(await isOwnArray(file, report.arrays?.predProbs))) {
      throw new InputError(`${file} was not written with the report beside it. Run the audit again.`);
    }
    const rows = new Map(report.paths.map((path, row) => [path, row]));
    return (path) => {
      const row = rows.get(path);
      return row === undefined ? undefined : Float64Array.from(data.subarray(row * k, (row + 1) * k));
    };
  };
  let loading: ReturnType<typeof load> | undefined;
  return {
    row: async (path) => {
      loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return (await loading)(path);
    },
  };
}
