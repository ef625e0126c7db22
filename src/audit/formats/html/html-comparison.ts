import type { ComparedSide, Comparison } from '../../compare/comparison.ts';
import { cleaningName, verdict } from '../format-comparison.ts';
import { curves, heatMap, intervals, largestOffDiagonal, type Series } from './html-charts.ts';
import { scrollTable } from './html-table.ts';
import { html, type Html } from './html.ts';
import { trainingCurve } from '../../report/training-curve.ts';
import { count, finePercent, plural, points } from '../../../numbers/index.ts';

function runSeries(key: 'a' | 'b', name: string, { runs }: ComparedSide, of: 'loss' | 'accuracy'): Series[] {
  return runs.map(({ history }, i) => ({
    name: `${name}, repeat ${i + 1}`,
    key,
    values: trainingCurve(history).map((point) => point[of]),
  }));
}

/** What the panel's Compare tab shows. */
export function comparisonSection(comparison: Comparison): Html {
  const { baseline, cleaned, difference, test, split, changes, repeats, classes, settings } = comparison;
  const names = comparison.dataset.classes;
  const scale = Math.max(largestOffDiagonal(baseline.confusion), largestOffDiagonal(cleaned.confusion));
  const left =
    test.alsoInTraining > 0 ? `; ${count(test.alsoInTraining)} copies of training pictures are left out` : '';
  const rows = classes.map(({ class: name, testPictures, baseline: a, cleaned: b }) => {
    const change = a === null || b === null ? undefined : b - a;
    const tone = change === undefined || change === 0 ? '' : change > 0 ? 'good' : 'bad';
    return html`<tr>
      <th scope="row" class="name">${name}</th>
      <td>${count(testPictures)}</td>
      <td>${a === null ? '' : finePercent(a)}</td>
      <td>${b === null ? '' : finePercent(b)}</td>
      <td class="${tone}">${change === undefined ? '' : points(change)}</td>
    </tr>`;
  });
  const both = (of: 'loss' | 'accuracy'): Series[] => [
    ...runSeries('a', 'given labels', baseline, of),
    ...runSeries('b', 'cleaned labels', cleaned, of),
  ];
  return html`<section id="compare">
    <h2>Given and cleaned labels compared</h2>
    <p>
      Cleaned by ${JSON.stringify(cleaningName(comparison))}: ${plural(changes.removed, 'picture')} removed,
      ${count(changes.relabelled)} relabelled. ${settings.model},
      ${!('epochs' in settings) ? 'heads on features' : `${settings.epochs} epochs`}, ${plural(repeats, 'repeat')};
      tested on ${plural(test.scored, 'picture')} of the split ${split.test}${left}.
    </p>
    <div class="card">
      <p>
        <strong>${points(difference.mean)} points</strong>
        <span class="soft">(95% interval ${points(difference.low)} to ${points(difference.high)})</span>:
        ${verdict(difference)}. ${comparison.classesBetter} of ${classes.length} classes are better,
        ${comparison.classesWorse} worse.
      </p>
      ${intervals([
        { name: 'Given', key: 'a', ...baseline.accuracy },
        { name: 'Cleaned', key: 'b', ...cleaned.accuracy },
      ])}
      <p class="soft">
        <span class="key a"></span>given ${finePercent(baseline.accuracy.mean)} (spread over repeats
        ${finePercent(baseline.spread)}) &ensp; <span class="key b"></span>cleaned ${finePercent(cleaned.accuracy.mean)}
        (${finePercent(cleaned.spread)})
      </p>
    </div>
    <h3>Accuracy of each class</h3>
    ${scrollTable('Accuracy of each class', ['class', 'test pictures', 'given', 'cleaned', 'change'], rows)}
    <h3>Confusion matrices, on one scale</h3>
    <div class="pair">
      ${heatMap(`Given: rows label, columns predicted, over ${plural(repeats, 'repeat')}`, names, baseline.confusion, scale)}
      ${heatMap(`Cleaned: rows label, columns predicted, over ${plural(repeats, 'repeat')}`, names, cleaned.confusion, scale)}
    </div>
    <h3>Learning curves</h3>
    <div class="pair">
      <div class="card">
        <p class="soft">Training loss</p>
        ${curves('Training loss', both('loss'))}
      </div>
      <div class="card">
        <p class="soft">Training accuracy</p>
        ${curves('Training accuracy', both('accuracy'), 1)}
      </div>
    </div>
    ${comparison.warnings.map((text) => html`<p class="soft">${text}</p>`)}
  </section>`;
}
