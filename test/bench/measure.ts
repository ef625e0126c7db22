/* eslint-disable */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
import { countForPrecision, type Trust } from '../../src/core/index.ts';

const { values } = parseArgs({ options: { set: { type: 'string', default: 'photos' }, seeds: { type: 'string', default: '0,1' }, preset: { type: 'string', default: 'balanced' } } });
const read = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });
const shared = '/work/shared/data';
const isWrong = new Map<string, boolean>();
if (values.set === 'photos') for (const row of read(`${shared}/photos-truth.csv`)) isWrong.set(row.image, row.given !== row.true);
else for (const row of read(`${shared}/roman-numerals/curated_train.csv`)) isWrong.set(row.image, row.any === '1' || row.any === 'True' || row.any === 'true');
for (const seed of values.seeds.split(',').map(Number)) {
  const audit = await runAudit({
    ...defaultAuditOptions(values.set === 'photos' ? `${shared}/photos` : `${shared}/roman-numerals`),
    model: 'features', preset: values.preset as 'balanced', seed, splits: ['train'], out: null,
  });
  const { report, labelQuality } = audit;
  const { trust } = report;
  const truth = report.paths.map((path) => isWrong.get(path) ?? isWrong.get(path.split('/').pop()!) ?? false);
  const all = truth.filter(Boolean).length;
  const order = Array.from(labelQuality.keys()).sort((a, b) => labelQuality[a] - labelQuality[b]);
  const line = (name: string, rows: readonly number[]) => {
    const hits = rows.filter((i) => truth[i]).length;
    const p = hits / rows.length, r = hits / all;
    console.log(`${values.set} ${values.preset} seed ${seed} | ${name} | n ${rows.length} | right ${hits} | precision ${p.toFixed(3)} | recall ${r.toFixed(3)} | F1 ${((2 * p * r) / (p + r)).toFixed(3)}`);
  };
  console.log(`accuracy ${report.crossValidation?.accuracy.toFixed(3)}, wrong ${all} of ${truth.length}, trust noise ${JSON.stringify(trust?.noise)} weak ${trust?.weak} auc ${trust?.auc} stopAt ${trust?.stopAt}, joint health ${report.health.overallLabelHealthScore}`);
  line('filter prune_by_noise_rate', report.issues.map(({ index }) => index));
  const core = { n: truth.length, ranks: Int32Array.from(trust!.ranks), wrong: Float64Array.from(trust!.wrong) } as unknown as Trust;
  for (const target of [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) line(`cut ${target}`, order.slice(0, countForPrecision(core, target)));
  line('stopAt', order.slice(0, trust!.stopAt));
}
