import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Comparison } from '../../compare/comparison.ts';
import { curves, heatMap, histogram, shareBar } from './html-charts.ts';
import { annotatorsSection } from './html-annotators.ts';
import { checksSection } from './html-checks.ts';
import { comparisonSection } from './html-comparison.ts';
import { STYLE } from './html-style.ts';
import { scrollTable, shortTable } from './html-table.ts';
import { html, trusted, type Html } from './html.ts';
import { trainingCurve } from '../../report/training-curve.ts';
import { count, finePercent, plural, share } from '../../../numbers/index.ts';
import { saidWords } from '../../report/words/annotator-words.ts';
import { headlineHealth, trustSentences } from '../../report/words/trust-words.ts';
import { reachedClasses, weaknessOf, weaknessSentences } from '../../report/words/weak-words.ts';
import { whySentence } from '../../report/words/why-words.ts';
import type { AuditReport, LabelIssue } from '../../report/types.ts';
import { backendWords } from '../../wording/backend-words.ts';

export interface HtmlOptions {
  /** Small pictures as `data:` addresses, by path. */
  readonly thumbnails: ReadonlyMap<string, string>;
  /** How many issues are shown with their pictures. */
  readonly shown: number;
  readonly comparison?: Comparison;
}

const PROBLEMS_SHOWN = 500;

/**
 * The report as one page that needs nothing else: no script, no other file, nothing from the network, which its content
 * security policy holds it to. It follows the reader's light or dark scheme.
 */
export function formatHtml(report: AuditReport, { thumbnails, shown, comparison }: HtmlOptions): string {
  const { dataset, environment, problems, warnings } = report;
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const name = basename(dataset.root);
  const links: [string, string][] = [
    ['health', weaknessOf(report) === undefined ? 'Class health' : 'Classes'],
    ['issues', listTitle(report)],
    ['joint', report.health.common === undefined ? 'Confusions' : 'Common issues'],
    ...(report.annotators ? [['annotators', 'Annotators'] as [string, string]] : []),
    ...(report.crossValidation ? [['training', 'Training'] as [string, string]] : []),
    ...(report.checks ? [['checks', 'Picture checks'] as [string, string]] : []),
    ...(comparison ? [['compare', 'Comparison'] as [string, string]] : []),
    ...(problems.length + warnings.length > 0 ? [['problems', 'Problems'] as [string, string]] : []),
  ];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>Label Audit: ${name}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>Label Audit: ${name}</h1>
          <p class="soft">${about(report)}</p>
          ${tiles(report)}
          <nav aria-label="Sections">${links.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}</nav>
        </header>
        <main>
          ${healthSection(report)}${issuesSection(report, thumbnails, shown)}${jointSection(report)}${report.annotators ? annotatorsSection(report.annotators) : undefined}${trainingSection(report)}${checksSection(report)}
          ${comparison ? comparisonSection(comparison) : undefined}${problemsSection(report)}
        </main>
        <footer>
          Made by Label Audit ${environment.version} on ${report.createdAt}, Node ${environment.node},
          ${environment.platform}. Nothing in this page comes from elsewhere.
        </footer>
      </body>
    </html> `;
  return page.html;
}

/** What a model that is too weak to judge makes are no issues. */
function listTitle(report: AuditReport): string {
  return weaknessOf(report) === undefined ? 'Label issues' : 'Disagreements';
}

function about({ dataset, environment, crossValidation }: AuditReport): string {
  const files = dataset.labelsFiles?.map(({ name }) => name) ?? [dataset.labelsFile ?? ''];
  const source = dataset.kind === 'csv' ? files.join(', ') : 'one folder per class';
  const model = crossValidation
    ? `${crossValidation.settings.model}, ${plural(crossValidation.folds.length, 'fold')}${!('epochs' in crossValidation.settings) ? '' : `, ${crossValidation.settings.epochs} epochs`}, seed ${environment.seed}, ${backendWords(environment)}`
    : "the user's own model";
  const splits = Object.entries(dataset.splits).map(([split, n]) => `${split} ${count(n)}`);
  return [source, plural(dataset.classes.length, 'class', 'classes'), ...splits, model].join(' · ');
}

function tiles(report: AuditReport): Html {
  const { dataset, health, issues, crossValidation } = report;
  const tile = (title: string, value: string, note: string): Html =>
    html`<div class="tile">
      <dt>${title}</dt>
      <dd>${value} <small>${note}</small></dd>
    </div>`;
  const left = dataset.examples - dataset.audited;
  const known = headlineHealth(report);
  const sentences = [...trustSentences(report), ...weaknessSentences(report)];
  return html`<dl class="tiles">
      ${[
        known === undefined
          ? tile('Label health', 'not known', 'the model is too weak')
          : tile(
              'Label health',
              share(known),
              report.trust === undefined || health.overallLabelHealthScore === null
                ? 'estimated share right'
                : `by planted errors; by the joint ${share(health.overallLabelHealthScore)}`,
            ),
        tile(listTitle(report), count(issues.length), finePercent(issues.length / Math.max(1, dataset.audited))),
        tile('Pictures audited', count(dataset.audited), left > 0 ? `${count(left)} left out` : ''),
        ...(crossValidation ? [tile('Accuracy', finePercent(crossValidation.accuracy), 'cross-validated')] : []),
      ]}
    </dl>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}`;
}

function issuesSection(report: AuditReport, thumbnails: ReadonlyMap<string, string>, shown: number): Html {
  const { issues } = report;
  const why = whySentence(report);
  const cards = issues.slice(0, shown).map((issue) => issueCard(issue, thumbnails.get(issue.path), why(issue)));
  const some =
    issues.length > shown
      ? `The ${count(shown)} worst of ${count(issues.length)}; all are in report.json.`
      : 'Worst first.';
  if (issues.length === 0)
    return html`<section id="issues">
      <h2>${listTitle(report)}</h2>
      <p>No label was flagged.</p>
    </section>`;
  return html`<section id="issues">
    <h2>${listTitle(report)}</h2>
    <div class="card">
      <p class="soft">Label quality of the flagged labels</p>
      ${histogram(
        `Histogram of the label quality of ${plural(issues.length, 'flagged label')}, from 0 to 1`,
        issues.map(({ labelQuality }) => labelQuality),
      )}
    </div>
    <p class="soft">${some}</p>
    <ol class="issues">
      ${cards}
    </ol>
  </section>`;
}

/** A name as it fits on a card; in full it is in the card's title. */
const brief = (name: string): string => (name.length <= 120 ? name : `${name.slice(0, 120)}…`);

function issueCard(issue: LabelIssue, thumbnail: string | undefined, why: string): Html {
  const { path, row, split, givenLabel, suggestedLabel, labelQuality, givenProbability, suggestedProbability } = issue;
  const { said = [] } = issue;
  const [given, suggested] = [givenLabel, suggestedLabel].map(brief);
  const picture = thumbnail === undefined ? html`no picture` : html`<img src="${thumbnail}" alt="${path}" />`;
  const place = [row === undefined ? '' : `row ${row}`, split ?? ''].filter((text) => text !== '').join(', ');
  return html`<li class="issue">
    <div class="picture">${picture}</div>
    <div class="labels" title="${givenLabel} → ${suggestedLabel}">
      <span class="given">${given}</span> → <span class="suggested">${suggested}</span>
    </div>
    <div class="numbers">
      <div>${finePercent(suggestedProbability)} ${suggested}</div>
      ${shareBar(suggestedProbability)}
      <div>${finePercent(givenProbability)} ${given}</div>
      ${shareBar(givenProbability)} quality ${share(labelQuality)}
    </div>
    <div class="numbers">${why}</div>
    ${said.length === 0 ? undefined : html`<div class="numbers">${saidWords(said)}</div>`}
    <div class="path" title="${path}">${path}${place === '' ? '' : ` (${place})`}</div>
  </li>`;
}

function healthSection(report: AuditReport): Html {
  if (weaknessOf(report) !== undefined) return reachedSection(report);
  const { health } = report;
  const rows = health.classes.map(
    (row) =>
      html`<tr>
        <th scope="row" class="name">${row.class}</th>
        <td>${count(row.examples)}</td>
        <td>${count(row.flagged)}</td>
        <td>${count(row.labelIssues)}</td>
        <td>${count(row.inverseLabelIssues)}</td>
        <td>${share(row.labelNoise)}</td>
        <td>${share(row.inverseLabelNoise)}</td>
        <td>${share(row.labelQualityScore)}</td>
      </tr>`,
  );
  const titles = [
    'class',
    'pictures',
    'flagged',
    'label issues',
    'missed',
    'label noise',
    'inverse noise',
    'label quality',
  ];
  return html`<section id="health">
    <h2>Health of each class, worst first</h2>
    ${shortTable('Health of each class', titles, rows)}
  </section>`;
}

/** Of a model that is too weak: how good labels are it can't say. */
function reachedSection(report: AuditReport): Html {
  const rows = reachedClasses(report).map(
    (row) =>
      html`<tr>
        <th scope="row" class="name">${row.class}</th>
        <td>${count(row.examples)}</td>
        <td>${count(row.right)}</td>
        <td>${count(row.predicted)}</td>
        <td>${count(row.flagged)}</td>
      </tr>`,
  );
  return html`<section id="health">
    <h2>What the model reaches of each class, best first</h2>
    ${shortTable('What the model reaches of each class', ['class', 'pictures', 'right', 'predicted', 'disagreements'], rows)}
  </section>`;
}

/** Of several labels a picture: what is wrong most often. */
function commonSection(common: NonNullable<AuditReport['health']['common']>): Html {
  const rows = common.map(
    (row) =>
      html`<tr>
        <th scope="row" class="name">${row.class}</th>
        <td>${row.add ? 'missing' : 'wrongly given'}</td>
        <td>${count(row.examples)}</td>
        <td>${share(row.share)}</td>
      </tr>`,
  );
  return html`<section id="joint">
    <h2>Common issues</h2>
    ${
      rows.length === 0
        ? html`<p>No class is wrongly given or missing.</p>`
        : scrollTable('Common issues', ['class', 'label', 'pictures', 'share'], rows)
    }
  </section>`;
}

function jointSection({ dataset, confidentJoint, health }: AuditReport): Html {
  if (health.common !== undefined) return commonSection(health.common);
  const overlaps = health.overlaps.filter(({ numOverlapping }) => numOverlapping > 0).slice(0, 20);
  const rows = overlaps.map(
    (row) =>
      html`<tr>
        <th scope="row" class="name">${row.classA} and ${row.classB}</th>
        <td>${count(row.numOverlapping)}</td>
        <td>${share(row.jointProbability)}</td>
      </tr>`,
  );
  const table =
    rows.length === 0
      ? html`<p>No classes overlap.</p>`
      : scrollTable('Overlapping classes', ['classes', 'pictures in both', 'joint probability'], rows);
  return html`<section id="joint">
    <h2>Which classes are taken for which</h2>
    ${heatMap('Confident joint: rows given label, columns estimated true label', dataset.classes, confidentJoint)}
    <h3>Overlapping classes</h3>
    ${table}
  </section>`;
}

function trainingSection({ crossValidation }: AuditReport): Html | undefined {
  if (!crossValidation) return undefined;
  const { folds } = crossValidation;
  const rows = folds.map(
    (fold) =>
      html`<tr>
        <th scope="row" class="name">fold ${fold.fold}</th>
        <td>${count(fold.trainSize)}</td>
        <td>${count(fold.testSize)}</td>
        <td>${fold.heldOutAccuracy === null ? '' : finePercent(fold.heldOutAccuracy)}</td>
        <td>${fold.seconds.toFixed(0)} s</td>
      </tr>`,
  );
  const series = (of: 'loss' | 'accuracy') =>
    folds.map(({ fold, history }) => ({
      name: `fold ${fold}`,
      key: 'a' as const,
      values: trainingCurve(history).map((point) => point[of]),
    }));
  const titles = ['fold', 'trained on', 'held out', 'held-out accuracy', 'time'];
  return html`<section id="training">
    <h2>Cross-validation</h2>
    <div class="pair">
      <div class="card">
        <p class="soft">Training loss of each fold</p>
        ${curves('Training loss', series('loss'))}
      </div>
      <div class="card">
        <p class="soft">Training accuracy of each fold</p>
        ${curves('Training accuracy', series('accuracy'), 1)}
      </div>
    </div>
    <h3>Folds</h3>
    ${scrollTable('Folds', titles, rows)}
  </section>`;
}

function problemsSection({ problems, warnings }: AuditReport): Html | undefined {
  if (problems.length + warnings.length === 0) return undefined;
  const more =
    problems.length > PROBLEMS_SHOWN ? html`<li>and ${count(problems.length - PROBLEMS_SHOWN)} more</li>` : undefined;
  const items = problems.slice(0, PROBLEMS_SHOWN).map(({ message }) => html`<li>${message}</li>`);
  return html`<section id="problems">
    <h2>Problems and warnings</h2>
    <ul class="plain">
      ${items}${more}${warnings.map((text) => html`<li>${text}</li>`)}
    </ul>
  </section>`;
}
