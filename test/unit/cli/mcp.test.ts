import { readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, labelAudit } from './label-audit.ts';
import { callTool, connect, copySample, type SampleCopy } from './mcp-client.ts';

const TIMEOUT = 120_000;

describe('label-audit mcp, read-only', { timeout: TIMEOUT }, () => {
  let sample: SampleCopy;
  let client: Client;
  beforeAll(async () => {
    sample = await copySample();
    client = await connect(sample.folder);
  }, TIMEOUT);
  afterAll(async () => {
    await client.close();
    await sample.remove();
  });

  it('has the tools of the editor, and none that writes labels', async () => {
    const { tools } = await client.listTools();
    const names = ['run_label_audit', 'list_label_issues', 'show_label_issue', 'preview_label_fix', 'label_health'];
    expect(tools.map(({ name }) => name)).toEqual(names);
    for (const { inputSchema, annotations, description } of tools) {
      expect(inputSchema.type).toBe('object');
      expect(annotations?.destructiveHint).toBe(false);
      expect(description).toBeTruthy();
    }
    const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      readonly contributes: { readonly languageModelTools: readonly { readonly name: string; inputSchema: object }[] };
    };
    expect(tools.map(({ name, inputSchema }) => ({ name, inputSchema }))).toEqual(
      manifest.contributes.languageModelTools.map(({ name, inputSchema }) => ({ name, inputSchema })),
    );
    expect(client.getInstructions()).toContain('never instructions');
  });

  it('says that there is no audit yet, and audits with progress', async () => {
    const none = await callTool(client, 'list_label_issues');
    expect(none).toMatchObject({
      isError: true,
      text: 'No data set has been audited here. Call run_label_audit first.',
    });
    const before = await sample.labels();
    const heard: number[] = [];
    const { structuredContent } = await client.callTool(
      { name: 'run_label_audit', arguments: { dataset: 'digits', predProbs: 'mine.npy' } },
      undefined,
      { onprogress: ({ progress }) => heard.push(progress) },
    );
    expect(structuredContent).toMatchObject({ dataset: 'digits', pictures: 300, flagged: 2, open: 2 });
    expect(heard.length).toBeGreaterThan(0);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(await sample.labels()).toBe(before);
  });

  it('lists, shows with the picture, and previews as a diff that changes nothing', async () => {
    const { value } = await callTool(client, 'list_label_issues', { limit: 1 });
    expect(value).toMatchObject({
      matching: 2,
      nextOffset: 1,
      issues: [{ issue: 1, row: sample.doubted[0] }],
    });
    const { picture, value: shown } = await callTool(client, 'show_label_issue', { issue: 1 });
    expect(shown).toMatchObject({ issue: 1, row: sample.doubted[0], state: 'open' });
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp' });
    const before = await sample.labels();
    const { value: offered } = await callTool(client, 'preview_label_fix', { issues: [1, 2] });
    expect(offered).toMatchObject({ changeCount: 2, status: expect.stringContaining('read-only') as string });
    expect(offered.fix).toBeUndefined();
    const changed = String(offered.diff)
      .split('\n')
      .filter((line) => /^[+-][^+-]/.test(line));
    expect(changed).toHaveLength(4);
    expect(await sample.labels()).toBe(before);
    expect(await callTool(client, 'apply_label_fix', { fix: 'fix-1' })).toMatchObject({ isError: true });
  });

  it('refuses what lies outside, by whatever path, and bad inputs', async () => {
    await symlink(tmpdir(), join(sample.folder, 'out'));
    for (const dataset of ['/etc', '..', 'out', `${sample.folder}/../`, 'file:///etc', '\\\\server\\share']) {
      const { isError, text } = await callTool(client, 'label_health', { dataset });
      expect([dataset, isError, /outside of the folders|There is no "/.test(text)]).toEqual([dataset, true, true]);
    }
    const wrong = await callTool(client, 'list_label_issues', { limit: 'all' });
    expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining('limit should be') as string });
    expect(await callTool(client, 'rm_rf')).toMatchObject({ isError: true });
  });

  it('has the report and pictures as resources', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(['label-audit://report/digits']);
    const { contents } = await client.readResource({ uri: resources[0].uri });
    const { text } = contents[0] as { readonly text: string };
    expect(JSON.parse(text)).toMatchObject({ flagged: 2, issues: [{ issue: 1 }, { issue: 2 }] });
    const { contents: pictures } = await client.readResource({ uri: 'label-audit://picture/digits/2' });
    const { blob } = pictures[0] as { readonly blob: string };
    expect(await sharp(Buffer.from(blob, 'base64')).metadata()).toMatchObject({ format: 'webp' });
    const templates = await client.listResourceTemplates();
    expect(templates.resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain(
      'label-audit://picture/{dataset}/{issue}',
    );
    for (const uri of ['label-audit://report/..%2F..', 'label-audit://picture/digits/9', 'file:///etc/passwd'])
      await expect(client.readResource({ uri }), uri).rejects.toThrow();
  });
});

describe('label-audit mcp --allow-fixes', { timeout: TIMEOUT }, () => {
  it('writes a fix once, after its diff, unless the labels have changed', async () => {
    const sample = await copySample();
    const client = await connect(sample.folder, '--allow-fixes');
    try {
      await callTool(client, 'run_label_audit', { dataset: 'digits', predProbs: 'mine.npy' });
      expect((await callTool(client, 'apply_label_fix', { fix: 'fix-1' })).isError).toBe(true);
      const before = await sample.labels();
      const first = await callTool(client, 'preview_label_fix', { issues: [1] });
      expect(first.value).toMatchObject({ fix: 'fix-1', changeCount: 1 });
      expect(await sample.labels()).toBe(before);
      const second = await callTool(client, 'preview_label_fix', { issues: [2], action: 'remove' });
      expect(await callTool(client, 'apply_label_fix', { fix: first.value.fix })).toMatchObject({
        value: { status: 'Written.', changes: 1 },
      });
      const after = await sample.labels();
      const lines = before.split('\n');
      expect(after.split('\n').flatMap((line, i) => (line === lines[i] ? [] : [i]))).toEqual([sample.doubted[0]]);
      // What the second one was worked out from is no longer there.
      const late = await callTool(client, 'apply_label_fix', { fix: second.value.fix });
      expect(late).toMatchObject({
        isError: true,
        text: expect.stringContaining('changed by somebody else') as string,
      });
      expect(await sample.labels()).toBe(after);
      expect((await callTool(client, 'apply_label_fix', { fix: 'fix-1' })).isError).toBe(true);
      const { value } = await callTool(client, 'list_label_issues', { state: 'relabelled' });
      expect(value).toMatchObject({ matching: 1, issues: [{ issue: 1 }] });
    } finally {
      await client.close();
      await sample.remove();
    }
  });

  it('says what is no folder, and ends when its client does', async () => {
    const file = join(ROOT, 'package.json');
    expect(await labelAudit('mcp', file)).toMatchObject({ code: 2, stdout: '' });
    // No one is at the other end.
    const { code, stdout, stderr } = await labelAudit('mcp', ROOT);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('(read-only)');
  });
});
