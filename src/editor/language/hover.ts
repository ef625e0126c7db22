import * as vscode from 'vscode';
import { whyFacts } from '../../audit/light.ts';
import { escapeMarkdown } from '../host/escape-markdown.ts';
import { rowRange } from '../labels/label-cell.ts';
import { percent, score } from '../host/local-numbers.ts';
import { textBar } from '../host/text-bar.ts';
import { nameOf } from '../host/plain-text.ts';
import { otherRowsText } from '../decisions/other-rows.ts';
import { whyText } from './why-text.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import { problemText } from '../host/problem-text.ts';

/** Height of the picture in pixels: the bars, which come first, are in sight with it whatever its shape is. */
const HEIGHT = 120;
const BAR = 16;
const SHOWN = 3;

/** Shows the picture of the row under the pointer, and what the model believes of it. */
export function createHover(store: LiveSessionStore): vscode.HoverProvider {
  return {
    async provideHover(document, position) {
      const session = store.labelsFileSession(document.uri);
      await session?.settled();
      const row = session?.rowAt(session.fileOf(document.uri), position);
      const picture = row && session?.pictureOf(row);
      if (!session || !row || !picture) return undefined;
      const range = rowRange(row, document);
      const { label } = row;
      // What comes from the data set is text, never Markdown: names may hold anything.
      const text = new vscode.MarkdownString();
      text.supportHtml = false;
      text.isTrusted = false;
      const uri = vscode.Uri.joinPath(session.root, picture.path);
      const add = (line: string): void => {
        text.appendMarkdown(`\n\n${escapeMarkdown(line)}`);
      };
      const audited = session.auditedOf(row);
      const example = audited?.example ?? -1;
      const predictions = example < 0 ? undefined : await session.predictions();
      if (predictions) {
        text.appendCodeblock(barsOf(predictions.of(example).slice(0, SHOWN)), 'text');
      }
      text.appendMarkdown(`![](${uri.toString()}|height=${HEIGHT}) `);
      text.appendMarkdown(escapeMarkdown(picture.path));
      if (predictions) {
        const quality = score(predictions.labelQuality(example));
        add(vscode.l10n.t('Label quality: {0}', quality));
        const before = session.report.dataset.classes[predictions.labels[example]];
        if (before !== label)
          add(vscode.l10n.t('That is of "{0}", as it was audited; now it is "{1}".', nameOf(before), nameOf(label)));
      }
      const state = audited === undefined || audited.issue < 0 ? undefined : session.issues[audited.issue];
      if (state?.decision === 'open') add(whyText(whyFacts(session.report), state.issue));
      if (state?.decision === 'kept') add(vscode.l10n.t('Reviewed: this label was kept.'));
      for (const problem of picture.problems ?? []) add(problemText(problem));
      const others = session.otherRows(row);
      if (others.length > 0) {
        const numbers = others.map((other) => session.indexOf(other) + 1);
        add(
          vscode.l10n.t('The picture stands elsewhere, too: {0}.', otherRowsText(session, { rows: others, numbers })),
        );
      }
      // What COCO says of a picture stands in two places, and the row is but one of them.
      return new vscode.Hover(text, range.contains(position) ? range : undefined);
    },
  };
}

/** One line per class: share, bar, name. */
export function barsOf(classes: readonly { readonly class: string; readonly probability: number }[]): string {
  const lines = classes.map(({ class: name, probability }) => {
    return `${percent(probability).padStart(percent(1).length)} ${textBar(probability, BAR)} ${nameOf(name)}`;
  });
  return lines.join('\n');
}
