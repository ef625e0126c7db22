import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { averagePrecision } from '../../../scripts/average-precision.mjs';
import { defaultAuditOptions } from '../../../src/audit/options/audit-options.ts';
import { runAudit } from '../../../src/audit/pipeline/run-audit.ts';
import type { Audit } from '../../../src/audit/report/types.ts';
import { joinSet } from '../../../src/dataset/index.ts';
import { makeComposites, writeComposites, type Composite } from './composites.ts';
import { intervalOf, type TaskPart, type TaskSettings } from './task-part.ts';

const COUNT = 800;
const NOISE = 0.1;

interface Measured {
  readonly wrong: number;
  readonly ours: number;
  readonly baseline: number;
  readonly flagged: number;
  readonly precision: number;
  readonly recall: number;
  readonly suggestedRight: number;
}

/**
 * Several labels a picture: composites of two or three photographs, a tenth of which have a class too many or too few. Measured is
 * the average precision of the ranking by label quality; the baseline ranks by the loss of the given set alone, by the same
 * probabilities.
 */
export const multiLabelPart: TaskPart = {
  name: 'multi-label',
  async run(settings) {
    const found: Measured[] = [];
    for (const seed of settings.seeds) {
      const measured = await measure(seed, settings);
      found.push(measured);
      process.stderr.write(`multi-label, seed ${seed}: ${JSON.stringify(measured)}\n`);
    }
    const cell = (of: (one: Measured) => number): string => intervalOf(found.map(of));
    return [
      `${COUNT} composites of two or three photographs a seed, ten classes, ${100 * NOISE}% with a class too many or too few (${found.map(({ wrong }) => wrong).join(', ')} planted); trained by \`audit --model features\`.`,
      '',
      '| | average precision |',
      '|---|---:|',
      `| label quality of the set | ${cell(({ ours }) => ours)} |`,
      `| loss of the given set alone | ${cell(({ baseline }) => baseline)} |`,
      '',
      '| flagged | precision | recall | suggested set right |',
      '|---:|---:|---:|---:|',
      `| ${[cell(({ flagged }) => flagged), cell(({ precision }) => precision), cell(({ recall }) => recall), cell(({ suggestedRight }) => suggestedRight)].join(' | ')} |`,
    ].join('\n');
  },
};

async function measure(seed: number, { photos, truthFile }: TaskSettings): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-composites-'));
  try {
    const composites = await makeComposites({ photos, truthFile, folder, count: COUNT, seed, noise: NOISE });
    await writeComposites(folder, composites);
    const options = { ...defaultAuditOptions(folder), model: 'features', seed, out: null, checks: ['none'] } as const;
    const audit = await runAudit(options);
    return judged(audit, lossOf(audit), composites);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** For each audited picture the log-loss of its given set. */
function lossOf({ predProbs, sets }: Audit): Float64Array {
  const { data, n, k } = predProbs;
  return Float64Array.from({ length: n }, (_, i) => {
    let loss = 0;
    for (let at = i * k; at < (i + 1) * k; at++) {
      const own = sets?.data[at] === 1 ? data[at] : 1 - data[at];
      loss -= Math.log(Math.max(1e-15, own));
    }
    return loss;
  });
}

function judged({ report, labelQuality }: Audit, loss: Float64Array, composites: readonly Composite[]): Measured {
  const byPath = new Map(composites.map((composite) => [composite.image, composite]));
  const own = report.paths.map((path) => byPath.get(path)!);
  const isWrong = own.map(({ truth, given }) => truth.join() !== given.join());
  const wrong = isWrong.filter(Boolean).length;
  const hits = report.issues.filter(({ index }) => isWrong[index]);
  const right = hits.filter(({ index, suggestedLabel }) => suggestedLabel === joinSet(own[index].truth, '|'));
  return {
    wrong,
    ours: averagePrecision(
      Array.from(labelQuality, (quality) => -quality),
      isWrong,
    ),
    baseline: averagePrecision(Array.from(loss), isWrong),
    flagged: report.issues.length,
    precision: hits.length / Math.max(1, report.issues.length),
    recall: hits.length / wrong,
    suggestedRight: right.length / Math.max(1, hits.length),
  };
}
