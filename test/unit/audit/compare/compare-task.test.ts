import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareTask } from '../../../../src/audit/compare/compare-task.ts';
import { defaultAuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { writeReport } from '../../../../src/audit/report/write-report.ts';
import { encodeNpy } from '../../../../src/arrays/write-npy.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';
import { exampleAudit } from '../example-audit.ts';

it('labels of another audit, as long as they are, are not taken for those of the report', async () => {
  const root = await temporaryFolder();
  const { report, ...arrays } = exampleAudit();
  await writeReport(join(root, '.label-audit'), report, arrays);
  const labels = Int32Array.from(arrays.labels, (label) => 1 - label);
  const other = encodeNpy({ dtype: 'int32', shape: [labels.length], fortranOrder: false, data: labels });
  await writeFile(join(root, '.label-audit', 'labels.npy'), other);
  const task = { root, audit: defaultAuditOptions(root), testSplit: 'test', repeats: 1 };
  await expect(compareTask({ ...task, cleaning: { kind: 'edits' } }, {})).rejects.toThrow(
    /labels\.npy was not written with the report beside it\. Run the audit again/,
  );
});
