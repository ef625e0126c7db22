import { annotatorLines } from './annotator-tables.ts';
import { classTable, commonTable, overlapTable, reachedTable } from './health-tables.ts';
import { wayInWords } from '../../dataset/index.ts';
import { count, finePercent, plural, share } from '../../numbers/index.ts';
import { placedPicture } from '../wording/picture-place.ts';
import { printable } from '../wording/printable.ts';
import { textTable } from './text-table.ts';
import { checkLines, nothingFound, notMadeLines, setWords } from '../report/words/check-words.ts';
import { estimatedHealth, listedBy, trustSentences } from '../report/words/trust-words.ts';
import { reachedClasses, weaknessOf, weaknessSentences } from '../report/words/weak-words.ts';
import { whySentence } from '../report/words/why-words.ts';
import type { AuditReport } from '../report/types.ts';
import { backendWords } from '../wording/backend-words.ts';

export interface TextOptions {
  /** How many of the worst labels to list; default 20. */
  readonly top?: number;
}

const PROBLEMS_SHOWN = 10;

function datasetLines({ dataset, problems }: AuditReport): string[] {
  const files = (dataset.labelsFiles ?? []).map(({ name }) => name);
  const source =
    dataset.kind !== 'csv'
      ? 'one folder per class'
      : files.length > 1
        ? `labels files ${files.join(', ')}`
        : `labels file ${dataset.labelsFile ?? ''}`;
  const splits = Object.entries(dataset.splits).map(([name, n]) => `${printable(name)} ${count(n)}`);
  const lines = [
    `Data set       ${printable(dataset.root)} (${printable(source)})`,
    ...(dataset.multiLabel === undefined
      ? []
      : [`Labels         several a picture: ${printable(wayInWords(dataset.multiLabel.way))}`]),
    `Read           ${plural(dataset.examples, 'labelled picture')}, ${plural(dataset.classes.length, 'class', 'classes')}` +
      (splits.length > 0 ? ` (${splits.join(', ')})` : ''),
    `Audited        ${count(dataset.audited)}` +
      (dataset.audited < dataset.examples ? `, ${count(dataset.examples - dataset.audited)} left out` : ''),
  ];
  if (problems.length === 0) return lines;
  lines.push('', `Problems in the data set: ${count(problems.length)}`);
  for (const { message } of problems.slice(0, PROBLEMS_SHOWN)) lines.push(`  ${printable(message)}`);
  if (problems.length > PROBLEMS_SHOWN) {
    lines.push(`  and ${count(problems.length - PROBLEMS_SHOWN)} more, all in report.json`);
  }
  return lines;
}

function trainingLines({ crossValidation, environment, options, dataset }: AuditReport): string[] {
  const multi = dataset.multiLabel !== undefined;
  if (!crossValidation) return [`Probabilities  from ${printable(options.predProbsFile ?? 'the caller')}`];
  const { settings, folds, accuracy } = crossValidation;
  const how = [
    settings.model,
    ...('preset' in settings ? [`preset ${settings.preset}`] : []),
    ...('trunkSha256' in settings ? [`network ${printable(String(settings.trunk))}`] : []),
    plural(folds.length, 'fold'),
    ...('epochs' in settings ? [plural(Number(settings.epochs), 'epoch')] : []),
    ...(Number(settings.members) > 1 ? [plural(Number(settings.members), 'network') + ' a fold'] : []),
    ...(Number(settings.rounds) > 1 ? [plural(Number(settings.rounds), 'round')] : []),
    ...('groupColumn' in settings
      ? [`${plural(Number(settings.groups), 'group')} of ${printable(String(settings.groupColumn))}`]
      : []),
    `seed ${environment.seed}`,
  ];
  return [
    `Model          ${how.join(', ')}, ${backendWords(environment)}`,
    `Accuracy       ${share(accuracy)}, cross-validated against ${multi ? 'each class, given or not' : 'the given labels'}`,
  ];
}

function issueLines(report: AuditReport, top: number): string[] {
  const { issues } = report;
  if (issues.length === 0 || top === 0) return [];
  const columns = [
    { title: 'quality', align: 'right' },
    { title: 'given', align: 'left' },
    { title: 'suggested', align: 'left' },
    { title: 'probability', align: 'right' },
    { title: 'picture', align: 'left' },
    { title: 'why', align: 'left' },
  ] as const;
  const why = whySentence(report, (label) => `"${printable(label)}"`);
  const rows = issues
    .slice(0, top)
    .map((issue) => [
      share(issue.labelQuality),
      printable(issue.givenLabel),
      printable(issue.suggestedLabel),
      share(issue.suggestedProbability),
      placedPicture(issue),
      why(issue),
    ]);
  return [`Worst labels (${count(rows.length)} of ${count(issues.length)})`, ...textTable(columns, rows)];
}

const PICTURES_SHOWN = 5;
const SETS_SHOWN = 5;
const MEMBERS_SHOWN = 4;

/** What the picture checks found. */
function pictureLines(report: AuditReport): string[] {
  const nothing = nothingFound(report);
  const notMade = notMadeLines(report).map((line) => `  ${line}`);
  if (nothing !== undefined) return [`Picture checks  ${nothing}`, ...notMade];
  const lines = checkLines(report).flatMap(({ level, text, pictures, sets, findings }) => {
    const grouped = sets
      .slice(0, SETS_SHOWN)
      .map((set) => `    ${set.score.toFixed(3)}  ${setWords(set, MEMBERS_SHOWN, printable)}`);
    const more = pictures.length > PICTURES_SHOWN ? [`    and more, in report.json`] : [];
    const shown = pictures
      .slice(0, PICTURES_SHOWN)
      .map(({ path, score }) => `    ${score.toFixed(3)}  ${printable(path)}`);
    const moreSets = sets.length > SETS_SHOWN ? [`    and more, in report.json`] : [];
    const found = findings.map((finding) => `    ${printable(finding)}`);
    const title = `  ${level === 'error' ? 'Error: ' : ''}${printable(text)}`;
    return [title, ...found, ...shown, ...more, ...grouped, ...moreSets];
  });
  return lines.length + notMade.length === 0 ? [] : ['Picture checks', ...lines, ...notMade];
}

function healthLines(report: AuditReport): string[] {
  const { overallLabelHealthScore: byJoint } = report.health;
  const weak = weaknessSentences(report);
  if (weak.length > 0 || byJoint === null)
    return ['Label health   not known', ...weak.map((sentence) => `  ${printable(sentence)}`)];
  const joint = share(byJoint);
  const estimated = estimatedHealth(report);
  const what = report.dataset.multiLabel === undefined ? 'labels' : 'sets of labels';
  if (estimated === undefined) return [`Label health   ${joint} overall (estimated share of ${what} that are right)`];
  const { estimate, low, high } = estimated;
  return [
    `Label health   ${share(estimate)} overall (${share(low)} to ${share(high)}), estimated from planted errors`,
    `               by the confident joint, as cleanlab has it: ${joint}`,
  ];
}

/** The report in plain words, for a person at a terminal. Ends with a line break. */
export function formatText(report: AuditReport, options: TextOptions = {}): string {
  const { issues, health, dataset } = report;
  const sections = [
    [...datasetLines(report), '', ...trainingLines(report)],
    [
      `${weaknessOf(report) === undefined ? 'Label issues' : 'Disagreements'}   ${count(issues.length)} of ${count(dataset.audited)} (${finePercent(issues.length / Math.max(1, dataset.audited))}), ${listedBy(report)}`,
      ...healthLines(report),
    ],
    trustSentences(report),
    weaknessOf(report) === undefined ? classTable(health.classes) : reachedTable(reachedClasses(report)),
    health.common === undefined ? overlapTable(health.overlaps) : commonTable(health.common),
    annotatorLines(report.annotators),
    issueLines(report, options.top ?? 20),
    pictureLines(report),
  ];
  if (report.warnings.length > 0) {
    sections.push(['Warnings', ...report.warnings.map((warning) => `  ${printable(warning)}`)]);
  }
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
