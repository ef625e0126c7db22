import { count, finePercent, plural, share } from '../../numbers/index.ts';
import { printable } from '../wording/printable.ts';
import { ANNOTATOR_TITLES, annotatorSentences } from '../report/words/annotator-words.ts';
import { checkLines, memberWords, nothingFound } from '../report/words/check-words.ts';
import { headlineHealth, listedBy, trustSentences } from '../report/words/trust-words.ts';
import { reachedClasses, weaknessSentences } from '../report/words/weak-words.ts';
import { whySentence } from '../report/words/why-words.ts';
import type { AnnotatorsReport } from '../report/schema/annotators-schema.ts';
import type { AuditReport } from '../report/types.ts';

export interface MarkdownOptions {
  /** How many of the worst labels to list; default 20. */
  readonly top?: number;
}

/** As long as a pull request comment may be, with room to spare. */
const MOST = 60_000;
const PROBLEMS_SHOWN = 10;
const CHECKED_SHOWN = 3;

/** Text from a data set as a code span: in there nothing is markup, a mention or a link. */
function code(text: string): string {
  const safe = printable(text);
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') || safe === '' ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** A code span in a cell of a table, where a bar would end the cell. */
const cell = (text: string): string => code(text).replaceAll('|', '\\|');

function table(head: readonly string[], align: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, align, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** A summary fit for a pull request comment, in GitHub's Markdown. Ends with a line break. */
export function formatMarkdown(report: AuditReport, { top = 20 }: MarkdownOptions = {}): string {
  const { dataset, health, issues, problems, warnings, crossValidation } = report;
  const weak = weaknessSentences(report, code);
  const flagged = `${plural(issues.length, weak.length > 0 ? 'disagreement' : 'label issue')} in ${plural(dataset.audited, 'picture')}`;
  const facts = [
    ...(headlineHealth(report) === undefined ? [] : [`label health ${share(headlineHealth(report)!)}`]),
    ...(crossValidation ? [`cross-validated accuracy ${share(crossValidation.accuracy)}`] : []),
    listedBy(report, code),
  ];
  const sentences = [...trustSentences(report), ...weak];
  const sections: string[][] = [
    [`### Label Audit: ${flagged} (${finePercent(issues.length / Math.max(1, dataset.audited))})`],
    [`${facts.join(', ')}.`.replace(/^[a-z]/, (letter) => letter.toUpperCase())],
    ...(sentences.length > 0 ? [sentences] : []),
    weak.length > 0 ? reachedSection(report) : classSection(report),
  ];
  if (issues.length > 0 && top > 0) {
    const why = whySentence(report, cell);
    const rows = issues
      .slice(0, top)
      .map((issue) => [
        cell(issue.path),
        cell(issue.givenLabel),
        cell(issue.suggestedLabel),
        finePercent(issue.suggestedProbability),
        share(issue.labelQuality),
        why(issue),
      ]);
    const head = ['picture', 'given', 'suggested', 'probability', 'quality', 'why'];
    sections.push([
      `#### Worst labels (${count(rows.length)} of ${count(issues.length)})`,
      '',
      ...table(head, ['---', '---', '---', '---:', '---:', '---'], rows),
    ]);
  }
  const nothing = nothingFound(report);
  const checks = nothing === undefined ? checkLines(report) : [];
  if (nothing !== undefined) sections.push(['#### Picture checks', '', `- ${nothing}`]);
  if (checks.length > 0) {
    const lines = checks.map(({ level, text, pictures, sets, findings }) => {
      const shown = [
        ...findings.map(code),
        ...pictures.map(({ path }) => code(path)),
        ...sets.map(({ members }) =>
          members
            .slice(0, CHECKED_SHOWN)
            .map((member) => code(memberWords(member)))
            .join(' = '),
        ),
      ];
      const named = shown.slice(0, CHECKED_SHOWN).join(', ');
      // Names of splits stand in what is said of leaks.
      const title = level === 'error' ? `**Error**: ${code(text)}` : text;
      return `- ${title}${named === '' ? '' : `: ${named}`}${shown.length > CHECKED_SHOWN ? ', …' : ''}`;
    });
    sections.push(['#### Picture checks', '', ...lines]);
  }
  if (report.annotators !== undefined) sections.push(annotatorSection(report.annotators));
  const overlaps = health.overlaps.filter(({ numOverlapping }) => numOverlapping > 0).slice(0, 5);
  if (overlaps.length > 0) {
    const lines = overlaps.map(
      ({ classA, classB, numOverlapping }) =>
        `- ${code(classA)} and ${code(classB)}: ${plural(numOverlapping, 'picture')}`,
    );
    sections.push(['#### Overlapping classes', '', ...lines]);
  }
  const common = (health.common ?? []).slice(0, 5);
  if (common.length > 0) {
    const lines = common.map(
      ({ class: label, add, examples }) =>
        `- ${code(label)} is ${add ? 'missing' : 'wrongly given'} in ${plural(examples, 'picture')}`,
    );
    sections.push(['#### Common issues', '', ...lines]);
  }
  if (problems.length > 0) {
    const more = problems.length > PROBLEMS_SHOWN ? [`- and ${count(problems.length - PROBLEMS_SHOWN)} more`] : [];
    const lines = problems.slice(0, PROBLEMS_SHOWN).map(({ message }) => `- ${code(message)}`);
    sections.push([`#### Problems in the data set: ${count(problems.length)}`, '', ...lines, ...more]);
  }
  if (warnings.length > 0)
    sections.push(['#### Warnings', '', ...warnings.slice(0, 10).map((text) => `- ${code(text)}`)]);
  return bounded(sections);
}

function classSection({ health }: AuditReport): string[] {
  const rows = health.classes
    .slice(0, 50)
    .map((row) => [cell(row.class), count(row.examples), count(row.flagged), share(row.labelQualityScore)]);
  const head = ['class', 'pictures', 'flagged', 'label quality'];
  return ['#### Classes, worst first', '', ...table(head, ['---', '---:', '---:', '---:'], rows)];
}

function annotatorSection(annotators: AnnotatorsReport): string[] {
  const rows = annotators.table
    .slice(0, 50)
    .map(({ name, labelled, quality, agreement, worstClass }) => [
      cell(name),
      count(labelled),
      quality === null ? 'not known' : share(quality),
      share(agreement),
      cell(worstClass),
    ]);
  return [
    '#### Annotators, worst first',
    '',
    ...annotatorSentences(annotators),
    '',
    ...table(ANNOTATOR_TITLES, ['---', '---:', '---:', '---:', '---'], rows),
  ];
}

/** Of a model that is too weak: how good labels are it can't say. */
function reachedSection(report: AuditReport): string[] {
  const rows = reachedClasses(report)
    .slice(0, 50)
    .map((row) => [cell(row.class), count(row.examples), count(row.right), count(row.predicted)]);
  const head = ['class', 'pictures', 'right', 'predicted'];
  return ['#### What the model reaches, best first', '', ...table(head, ['---', '---:', '---:', '---:'], rows)];
}

/** The sections, as many lines of them as fit. */
function bounded(sections: readonly (readonly string[])[]): string {
  const lines = sections.flatMap((section, i) => (i === 0 ? section : ['', ...section]));
  let length = 0;
  const fitting = lines.findIndex((line) => (length += line.length + 1) > MOST);
  const shown = fitting < 0 ? lines : [...lines.slice(0, fitting), '', 'The rest is left out for its length.'];
  return `${shown.join('\n')}\n`;
}
