// Reads CHANGELOG.md: one `## VERSION (DATE)` or `## VERSION (unreleased)` a version, newest first.

/** @typedef {{ version: string, date: string | null, body: string }} Entry `date` is YYYY-MM-DD, null while unreleased */

const HEADING = /^## (\S+) \((\d{4}-\d{2}-\d{2}|unreleased)\)$/;

/** @returns {Entry[]} @throws Error where a heading has another form, with its line */
export function readChangelog(text) {
  const entries = [];
  text.split('\n').forEach((line, i) => {
    if (!line.startsWith('## ')) {
      entries.at(-1)?.lines.push(line);
      return;
    }
    const match = HEADING.exec(line);
    if (match === null)
      throw new Error(
        `CHANGELOG.md, line ${i + 1}: "${line}" should be "## 1.2.3 (2026-05-31)" or "## 1.2.3 (unreleased)".`,
      );
    entries.push({ version: match[1], date: match[2] === 'unreleased' ? null : match[2], lines: [] });
  });
  return entries.map(({ lines, ...entry }) => ({ ...entry, body: lines.join('\n').trim() }));
}

/** The text with the newest entry, which must be unreleased, given a version and a date. */
export function dateChangelog(text, version, date) {
  const [newest] = readChangelog(text);
  if (newest === undefined || newest.date !== null)
    throw new Error(
      'CHANGELOG.md has no unreleased entry on top: write "## VERSION (unreleased)" and what is new below it.',
    );
  return text.replace(/^## \S+ \(unreleased\)$/m, () => `## ${version} (${date})`);
}
