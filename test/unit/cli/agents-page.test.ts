import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { ROOT } from './label-audit.ts';
import { callTool, connect, copySample } from './mcp-client.ts';

const PAGE = join(ROOT, 'docs/agents.md');

/** What an agent asks for, in turn. */
const CALLS: readonly (readonly [name: string, input: Record<string, unknown>])[] = [
  ['run_label_audit', { dataset: 'digits', predProbs: 'mine.npy' }],
  ['list_label_issues', { limit: 2 }],
  ['show_label_issue', { issue: 1 }],
  ['label_health', { dataset: '../elsewhere' }],
  ['preview_label_fix', { issues: [1, 2] }],
  ['apply_label_fix', { fix: 'fix-1' }],
  ['list_label_issues', { state: 'relabelled' }],
];

/** What differs from machine to machine, as it would be on another; long lists are cut. */
function shown(value: unknown, folder: string): string {
  const short = JSON.stringify(value, (_, part: unknown) =>
    Array.isArray(part) && part.length > 3 ? [...(part as unknown[]).slice(0, 3), '…'] : part,
  );
  const steady = short
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-01-01T00:00:00.000Z')
    .replaceAll(JSON.stringify(folder).slice(1, -1), '/data');
  return JSON.stringify(JSON.parse(steady), undefined, 2);
}

describe('docs/agents.md', { timeout: 120_000 }, () => {
  it('holds a session as it runs', async () => {
    const sample = await copySample();
    const client = await connect(sample.folder, '--allow-fixes');
    const parts: string[] = [];
    try {
      for (const [name, input] of CALLS) {
        const { isError, text, value, picture } = await callTool(client, name, input);
        const { diff, ...rest } = value;
        const error = text.replaceAll(sample.folder, '/data');
        parts.push(
          `**${name}** \`${JSON.stringify(input)}\``,
          isError === true ? `Refused: ${error}` : `\`\`\`json\n${shown(rest, sample.folder)}\n\`\`\``,
          ...(typeof diff === 'string' ? [`\`\`\`diff\n${diff}\n\`\`\``] : []),
          ...(picture === undefined ? [] : ['And the picture, WebP.']),
        );
      }
    } finally {
      await client.close();
      await sample.remove();
    }
    const page = await readFile(PAGE, 'utf8');
    const made = page.replace(
      /(<!-- transcript -->)[^]*(<!-- \/transcript -->)/,
      (_, start: string, end: string) => `${start}\n\n${parts.join('\n\n')}\n\n${end}`,
    );
    const wanted = await format(made, { ...(await resolveConfig(PAGE)), filepath: PAGE });
    if (process.env.UPDATE_TRANSCRIPT === '1') await writeFile(PAGE, wanted);
    expect(await readFile(PAGE, 'utf8')).toBe(wanted);
  });
});
