/**
 * `npm run bench:tasks [-- --only multi-label,annotators,next,large --seeds 0,1,2,3,4 --data FOLDER --truth FILE.csv --write]`: what the tasks beside one
 * label a picture reach on sets made from photographs, each with its interval over the seeds; and what they take of very many rows and classes (`large`,
 * which is run only where it is named). A part is added in PARTS.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isBenchSection, measuredOn, writeBenchSection } from './results-file.ts';
import { annotatorsPart } from './tasks/annotators.ts';
import { largePart } from './tasks/large.ts';
import { multiLabelPart } from './tasks/multi-label.ts';
import { nextPart } from './tasks/next.ts';
import type { TaskPart, TaskSettings } from './tasks/task-part.ts';

const PARTS: readonly TaskPart[] = [multiLabelPart, annotatorsPart, nextPart, largePart];

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    seeds: { type: 'string', default: '0,1,2,3,4' },
    data: { type: 'string', default: '../shared/data/photos' },
    truth: { type: 'string', default: '../shared/data/photos-truth.csv' },
    write: { type: 'boolean', default: false },
  },
});

const wanted = PARTS.filter(({ name }) =>
  flags.only === undefined ? name !== 'large' : flags.only.split(',').includes(name),
);
if (wanted.length === 0) throw new Error(`--only names none of ${PARTS.map(({ name }) => name).join(', ')}.`);
const settings: TaskSettings = {
  seeds: flags.seeds.split(',').map(Number),
  photos: resolve(flags.data),
  truthFile: resolve(flags.truth),
};
for (const part of wanted) {
  const table = await part.run(settings);
  process.stdout.write(`### ${part.name}\n\n${table}\n\n`);
  if (flags.write) {
    const measured = measuredOn(`npm run bench:tasks -- --only ${part.name} --write`);
    const how = part === largePart ? '' : ` Seeds ${settings.seeds.join(', ')}; intervals of 95% (Student's t).`;
    const line = `${measured}${how}`;
    const section = `bench:tasks:${part.name}`;
    if (!isBenchSection(section))
      throw new Error(`${section} has no place in test/bench/README.md: name it in BENCH_SECTIONS.`);
    writeBenchSection(section, `${line}\n\n${table}`);
  }
}
