import { count } from '../../../numbers/index.ts';
import { limitOf, type CheckLimits } from '../../options/check-options.ts';
import { CHECK_FACTS, CHECK_NAMES, type CheckName } from '../../options/picture-checks.ts';
import type { AuditReport } from '../../report/types.ts';
import { checkLines, memberWords, notMadeLines } from '../../report/words/check-words.ts';
import { printable } from '../../wording/printable.ts';

/** The checks that a limit is set for. */
export function limitedChecks(limits: CheckLimits = {}): CheckName[] {
  return CHECK_NAMES.filter((name) => limits[limitOf(name)] !== undefined);
}

/** In which checks a data set is worse than allowed, each in a few words; what could not be checked is not known to be good. */
export function failedChecks(report: AuditReport, limits: CheckLimits = {}): string[] {
  const { types = [], notMade = [] } = report.checks ?? {};
  return limitedChecks(limits).flatMap((name) => {
    const most = limits[limitOf(name)] ?? 0;
    const type = types.find((one) => one.name === name);
    const title = CHECK_FACTS[name].title.toLowerCase();
    if (type !== undefined) {
      const { score, threshold, leaks } = type;
      // Leaks count wherever they are, whatever split was audited.
      const flagged = leaks?.reduce((sum, { pictures }) => sum + pictures, 0) ?? type.flagged;
      if (flagged > most) return [`${title}: ${count(flagged)}, of ${count(most)} allowed`];
      const isWorse = flagged === 0 && most === 0 && score !== undefined && score < threshold;
      return isWorse ? [`${title}: score ${score.toFixed(3)}, below ${threshold}`] : [];
    }
    // Nothing leaks where there is one split.
    return notMade.some((one) => one.name === name && one.reason !== 'one-split') ? [`${title} not known`] : [];
  });
}

const SHOWN = 10;

/** What the checks found, in lines as `check` prints them: where it fails, with pictures. */
export function checksText({
  report,
  failures,
  limited,
}: {
  readonly report: AuditReport;
  readonly failures: readonly string[];
  readonly limited: readonly CheckName[];
}): string[] {
  if (limited.length === 0) return [];
  const wanted = checkLines(report).filter(({ name }) => limited.includes(name));
  const lines = wanted.flatMap(({ text, pictures, sets }) => {
    const named = [
      ...pictures.map(({ path }) => path),
      ...sets.map(({ members }) => members.slice(0, SHOWN).map(memberWords).join(' = ')),
    ];
    const shown = failures.length === 0 ? [] : named.slice(0, SHOWN);
    const more = shown.length > 0 && named.length > SHOWN ? ['  and more'] : [];
    return [text, ...shown.map((line) => `  ${line}`), ...more];
  });
  return [...lines, ...notMadeLines(report)].map(printable);
}
