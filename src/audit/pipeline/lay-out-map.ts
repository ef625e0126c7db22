import { join } from 'node:path';
import { writeNpy } from '../../arrays/index.ts';
import { MAP_NEIGHBOURS, mapLayout, neighbourGraph } from '../../core/index.ts';
import { InputError } from '../../files/index.ts';
import type { AuditHooks } from '../options/audit-hooks.ts';
import { inSlices } from './in-slices.ts';
import { MAP_ARRAY, layoutName } from '../report/report-files.ts';
import { openStoredReport } from '../report/stored-report.ts';

/** The part of the work that finding neighbours is. */
const FINDING = 0.3;

/**
 * Lays the pictures of the last audit out by their neighbours (UMAP), and writes that beside its report.
 *
 * @param root the data set's root, which holds the report folder
 * @returns the file: N×2, one row for each of the report's pictures
 * @throws InputError where there is no audit, or nothing to make a map from; NpyError; FileWriteError; the signal's reason
 *   where it is aborted
 */
export async function layOutMap(root: string, { signal, onProgress }: AuditHooks = {}): Promise<string> {
  const { report, folder, map } = await openStoredReport(root);
  const rows = await map();
  const hash = report.files?.[MAP_ARRAY];
  if (rows === undefined || hash === undefined) {
    throw new InputError(`${folder}: this audit has no map. Audit the labels again to make one.`);
  }
  const { data, n, k } = rows;
  const start = new Float32Array(2 * n);
  for (let row = 0; row < n; row++) {
    start[2 * row] = data[row * k];
    start[2 * row + 1] = data[row * k + 1];
  }
  const tell = (share: number): void => onProgress?.({ stage: 'cleaning', share });
  const graph = await inSlices(neighbourGraph(rows, Math.min(MAP_NEIGHBOURS, n - 1)), {
    signal,
    onProgress: (share) => {
      tell(FINDING * share);
    },
  });
  const layout = await inSlices(mapLayout(graph, start, report.environment.seed), {
    signal,
    onProgress: (share) => {
      tell(FINDING + (1 - FINDING) * share);
    },
  });
  const file = join(folder, layoutName(hash));
  await writeNpy(file, { dtype: 'float32', shape: [n, 2], fortranOrder: false, data: layout });
  return file;
}
