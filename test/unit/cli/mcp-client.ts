import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { encodeNpy } from '../../../src/arrays/write-npy.ts';
import { ROOT } from './label-audit.ts';

/** The sample data set in a folder of its own, with probabilities of a model that doubts three labels, two of which an audit flags. */
export interface SampleCopy {
  readonly folder: string;
  /** Data rows, from 1, of the labels that the model doubts, worst first. */
  readonly doubted: readonly number[];
  readonly labels: () => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** What the model gives 9 for the first three pictures that are labelled 7. */
const DOUBTED = [0.97, 0.96, 0.95];

export async function copySample(): Promise<SampleCopy> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'label-audit-mcp-')));
  await cp(join(ROOT, 'dist/sample'), join(folder, 'digits'), { recursive: true });
  const file = join(folder, 'digits/labels.csv');
  const rows = (await readFile(file, 'utf8')).trim().split('\n').slice(1);
  const data = new Float32Array(rows.length * 10).fill(0.005);
  rows.forEach((row, i) => (data[10 * i + Number(row.split(',')[1])] = 0.955));
  const sevens = rows.flatMap((row, i) => (row.endsWith(',7') ? [i] : [])).slice(0, DOUBTED.length);
  sevens.forEach((row, i) => {
    data.fill((1 - DOUBTED[i]) / 9, 10 * row, 10 * row + 10);
    data[10 * row + 9] = DOUBTED[i];
  });
  const shape = [rows.length, 10];
  await writeFile(
    join(folder, 'mine.npy'),
    encodeNpy({ dtype: 'float32', shape, fortranOrder: false, data }, 'mine.npy'),
  );
  return {
    folder,
    doubted: sevens.map((row) => row + 1),
    labels: () => readFile(file, 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The SDK's own client, with the built server in a process of its own. */
export async function connect(folder: string, ...flags: string[]): Promise<Client> {
  const client = new Client({ name: 'label-audit-tests', version: '1' });
  const args = [join(ROOT, 'dist/cli.mjs'), 'mcp', folder, '--quiet', ...flags];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'inherit' }));
  return client;
}

export interface Answered {
  readonly isError?: boolean;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly picture?: Buffer;
}

/** Calls a tool; its text is what its object says. */
export async function callTool(client: Client, name: string, input: Record<string, unknown> = {}): Promise<Answered> {
  const answer = await client.callTool({ name, arguments: input });
  const [text, image] = answer.content as readonly { readonly text: string; readonly data: string }[];
  return {
    ...(answer.isError === true ? { isError: true } : {}),
    ...{ text: text.text, value: (answer.structuredContent ?? {}) as Answered['value'] },
    ...((image as unknown) === undefined ? {} : { picture: Buffer.from(image.data, 'base64') }),
  };
}
