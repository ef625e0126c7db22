/* eslint-disable */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync, rmSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
const read = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });
const rows = read('/work/shared/data/photos/labels.csv').filter(({ split }) => split === 'train');
for (const n of [40, 60, 90, 100, 130, 200, 300]) for (const seed of [0, 1]) {
  const folder = `/tmp/draft-ui/sub-${n}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync('/work/shared/data/photos/images', `${folder}/images`);
  const some = rows.slice(seed * 400, seed * 400 + n);
  writeFileSync(`${folder}/labels.csv`, ['image,label', ...some.map(({ image, label }) => `${image},${label}`)].join('\n') + '\n');
  const { report } = await runAudit({ ...defaultAuditOptions(folder), model: 'features', preset: 'fast', out: null, seed });
  console.log(`n ${n} from ${seed * 400}: accuracy ${report.crossValidation?.accuracy.toFixed(3)} auc ${report.trust?.auc.toFixed(3)} planted ${report.trust?.planted} weak ${report.trust?.weak} noise ${JSON.stringify(report.trust?.noise)} flagged ${report.issues.length}`);
}
