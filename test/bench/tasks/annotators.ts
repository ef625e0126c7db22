import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultAuditOptions } from '../../../src/audit/options/audit-options.ts';
import { CONSENSUS_BY, type ConsensusBy } from '../../../src/audit/options/consensus-options.ts';
import { runConsensus } from '../../../src/audit/pipeline/annotators/run-consensus.ts';
import { createRandom } from '../../../src/training/index.ts';
import { COMPONENTS, withPhotographs, type Photographs } from './photographs.ts';
import { intervalOf, type TaskPart } from './task-part.ts';

/** How often each annotator is right. */
const SKILLS = [0.6, 0.7, 0.8, 0.9, 0.95];
/** Share of the pictures that each of them labels. */
const DENSITIES = [0.3, 0.6, 1];
const STREAM = 0xa0;

/**
 * Consensus of five simulated annotators. One who errs gives in half of the cases the class that people take this one for, else
 * any other. What is right is the share of pictures whose consensus is the truth.
 */
export const annotatorsPart: TaskPart = {
  name: 'annotators',
  run: (settings) =>
    withPhotographs(settings, async (photographs) => {
      const lines: string[] = [];
      for (const density of DENSITIES) {
        const right = new Map<ConsensusBy, number[]>(CONSENSUS_BY.map((by) => [by, []]));
        let [labels, pictures] = [0, 0];
        for (const seed of settings.seeds) {
          const measured = await measure(photographs, density, seed);
          labels += measured.labels;
          pictures += measured.pictures;
          for (const by of CONSENSUS_BY) right.get(by)!.push(measured.right[by]);
          process.stderr.write(`annotators, density ${density}, seed ${seed}: ${JSON.stringify(measured)}\n`);
        }
        const cells = CONSENSUS_BY.map((by) => intervalOf(right.get(by)!));
        lines.push(`| ${(labels / pictures).toFixed(2)} | ${cells.join(' | ')} |`);
      }
      return [
        `Share of the consensus that is true, of ${photographs.rows.length} photographs and five annotators who are right in ${SKILLS.join(', ')} of all cases; model: heads on the first ${COMPONENTS} principal components of the features (\`--preset fast\`), trained on the majority's labels.`,
        '',
        `| labels a picture | ${CONSENSUS_BY.join(' | ')} |`,
        `|---:|${CONSENSUS_BY.map(() => '---:|').join('')}`,
        ...lines,
      ].join('\n');
    }),
};

interface Measured {
  readonly labels: number;
  readonly pictures: number;
  readonly right: Readonly<Record<ConsensusBy, number>>;
}

/** Which class people take a class for. */
const CONFUSED: Readonly<Record<string, string>> = {
  ...{
    dress: 'skirt',
    skirt: 'dress',
    't-shirt': 'longsleeve',
    longsleeve: 't-shirt',
    pants: 'shorts',
    shorts: 'pants',
  },
  ...{ shirt: 'longsleeve', outwear: 'shirt', hat: 'shoes', shoes: 'hat' },
};

async function measure({ rows, classes, features }: Photographs, density: number, seed: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-annotators-'));
  try {
    const random = createRandom(seed, STREAM);
    let labels = 0;
    const lines = rows.map(({ image, truth }) => {
      const cells = SKILLS.map((skill) => {
        if (random.uniform() >= density) return '';
        labels++;
        if (random.uniform() < skill) return truth;
        if (random.uniform() < 0.5) return CONFUSED[truth];
        const others = classes.filter((name) => name !== truth);
        return others[random.below(others.length)];
      });
      return `${image},${cells.join(',')}\n`;
    });
    const header = `image,${SKILLS.map((_, i) => `annotator_${i + 1}`).join(',')}\n`;
    await writeFile(join(folder, 'labels.csv'), header + lines.join(''));
    const truthOf = new Map(rows.map(({ image, truth }) => [image, truth]));
    const options = {
      ...defaultAuditOptions(folder),
      preset: 'fast',
      jobs: 1,
      featuresFile: features,
      seed,
      out: null,
    } as const;
    const right: Partial<Record<ConsensusBy, number>> = {};
    let pictures = 0;
    for (const by of CONSENSUS_BY) {
      const found = await runConsensus(options, by, 0);
      pictures = found.pictures.length;
      right[by] = found.pictures.filter(({ path, consensus }) => truthOf.get(path) === consensus).length / pictures;
    }
    return { labels, pictures, right: right as Measured['right'] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
