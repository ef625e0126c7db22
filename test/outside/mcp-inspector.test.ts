import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installProgram } from '../harness/install.mjs';
import { ROOT } from '../unit/cli/label-audit.ts';
import { copySample } from '../unit/cli/mcp-client.ts';
import { fetched, runIn } from './outside.ts';

interface Answer {
  readonly isError?: boolean;
  readonly content?: readonly { readonly type: string; readonly text?: string; readonly mimeType?: string }[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly tools?: readonly { readonly name: string }[];
  readonly resources?: readonly { readonly uri: string }[];
  readonly contents?: readonly { readonly text: string }[];
}

it('the MCP inspector lists the tools, audits, lists, shows, previews, reads, and is refused what is outside', async (context) => {
  const inspector = await fetched(installProgram('@modelcontextprotocol/inspector@0.15.0', 'mcp-inspector'), context);
  const sample = await copySample();
  context.onTestFinished(sample.remove);
  const server = [process.execPath, join(ROOT, 'dist/cli.mjs'), 'mcp', sample.folder];
  const ask = (method: string, ...args: string[]): Answer => {
    const { status, stdout, stderr } = runIn(sample.folder, inspector, [
      '--cli',
      ...server,
      '--method',
      method,
      ...args,
    ]);
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as Answer;
  };
  const call = (tool: string, ...inputs: string[]): Answer =>
    ask('tools/call', '--tool-name', tool, ...inputs.flatMap((input) => ['--tool-arg', input]));

  expect(ask('tools/list').tools?.map(({ name }) => name)).toContain('list_label_issues');
  expect(call('list_label_issues').content?.[0].text).toContain('Call run_label_audit first');
  const audited = call('run_label_audit', 'dataset=digits', 'predProbs=mine.npy');
  expect(audited.structuredContent).toMatchObject({ flagged: 2, open: 2 });
  expect(call('list_label_issues', 'limit=1').structuredContent).toMatchObject({
    matching: 2,
    nextOffset: 1,
    issues: [{ issue: 1, row: sample.doubted[0], given: '7', suggested: '9' }],
  });
  expect(call('show_label_issue', 'issue=1').content?.map(({ type, mimeType }) => mimeType ?? type)).toEqual([
    'text',
    'image/webp',
  ]);
  const before = await sample.labels();
  expect(String(call('preview_label_fix', 'issues=[1]').structuredContent?.diff)).toMatch(
    /^-images.*,7\n\+images.*,9$/m,
  );
  expect(await sample.labels()).toBe(before);
  const outside = call('list_label_issues', 'dataset=/etc');
  expect([outside.isError, outside.content?.[0].text]).toEqual([
    true,
    expect.stringContaining('is outside of the folders'),
  ]);
  const uris = ask('resources/list').resources?.map(({ uri }) => uri);
  expect(uris).toContain('label-audit://report/digits');
  expect(ask('resources/read', '--uri', 'label-audit://report/digits').contents?.[0].text).toContain('"flagged":2');
});
