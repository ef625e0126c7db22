import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruiseRooms, drawRooms, type RoomViolation } from '../../scripts/room-cruise.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** An import that one file may have, or may not: then the rule that says so. */
type Case = readonly [from: string, to: string, rule?: string];

const CASES: readonly Case[] = [
  ['src/core/confident/a.ts', 'src/core/types.ts'],
  ['src/core/confident/b.ts', 'src/core/passes/rows.ts'],
  ['src/core/health/c.ts', 'src/core/confident/joint.ts'],
  ['src/training/backends/d.ts', 'src/training/errors.ts'],
  ['src/training/fit/e.ts', 'src/training/networks/model.ts'],
  ['src/audit/pipeline/f.ts', 'src/core/index.ts'],
  ['src/audit/pipeline/g.ts', 'src/audit/report/types.ts'],
  ['src/audit/report/h.ts', 'src/training/light.ts'],
  ['src/cli/i.ts', 'src/audit/index.ts'],
  ['src/editor/panel/j.ts', 'src/audit/light.ts'],
  ['src/editor/panel/k.ts', 'src/protocol/index.ts'],
  ['src/editor/labels/l.ts', 'src/dataset/index.ts'],
  ['webview/m.ts', 'src/protocol/index.ts'],

  ['src/core/confident/n.ts', 'src/core/health/health.ts', 'room-core-confident'],
  ['src/core/o.ts', 'node:fs', 'core-is-pure'],
  ['src/core/p.ts', 'src/dataset/index.ts', 'room-core'],
  ['src/dataset/q.ts', 'src/arrays/index.ts', 'room-dataset'],
  ['src/pictures/r.ts', 'src/dataset/index.ts', 'room-pictures'],
  ['src/training/fit/s.ts', 'src/audit/index.ts', 'room-training'],
  ['src/training/networks/t.ts', 'src/training/fit/adam.ts', 'room-training-networks'],
  ['src/training/fit/u.ts', 'src/core/index.ts', 'types-of-core'],
  ['src/audit/pipeline/v.ts', 'src/cli/main.ts', 'room-audit'],
  ['src/audit/pipeline/w.ts', 'src/dataset/labels/labels-file.ts', 'door-dataset'],
  ['src/audit/report/x.ts', 'src/audit/pipeline/run-audit.ts', 'room-audit-report'],
  ['src/audit/cellar/y.ts', 'src/audit/report/types.ts', undefined],
  ['src/audit/pipeline/y2.ts', 'src/audit/cellar/y.ts', 'room-audit-unknown'],
  ['src/cli/z.ts', 'src/core/index.ts', 'room-cli'],
  ['src/cli/z2.ts', 'src/editor/index.ts', 'room-cli'],
  ['src/editor/panel/z3.ts', 'src/audit/index.ts', 'light-door-for-editor'],
  ['src/editor/panel/z4.ts', 'src/training/light.ts', 'room-editor'],
  ['src/editor/labels/z5.ts', 'src/editor/panel/panel.ts', 'room-editor-labels'],
  ['src/editor/panel/z6.ts', 'webview/panel.ts', 'nothing-looks-out'],
  ['src/protocol/z7.ts', 'src/audit/index.ts', 'room-protocol'],
  ['webview/z8.ts', 'src/protocol/messages.ts', 'door-protocol'],
  ['webview/z9.ts', 'src/audit/index.ts', 'webview-knows-protocol'],
  ['webview/za.ts', 'node:fs', 'webview-without-node'],
  ['src/attic/zb.ts', 'src/files/index.ts', undefined],
  ['src/cli/zc.ts', 'src/attic/zb.ts', 'room-unknown'],
  ['src/files/zd.ts', 'test/unit/a.ts', 'nothing-looks-out'],
];

describe('the rooms', () => {
  let root: string;
  let violations: RoomViolation[];
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'rooms-'));
    for (const [, to] of CASES) if (!to.startsWith('node:')) await write(to, 'export const x = 1;\n');
    for (const [from, to] of CASES) {
      const relative = to.startsWith('node:') ? to : `${'../'.repeat(from.split('/').length - 1)}${to}`;
      await write(from, `import { x } from '${relative}';\nexport const y = x;\nexport { x };\n`);
    }
    await write('src/core/circle-a.ts', "import { b } from './circle-b.ts';\nexport const a = b;\n");
    await write('src/core/circle-b.ts', "import { a } from './circle-a.ts';\nexport const b = a;\n");
    await write('node_modules/sharp/index.js', 'export const x = 1;\n');
    await write(
      'node_modules/sharp/package.json',
      '{"name":"sharp","version":"1.0.0","type":"module","main":"index.js"}',
    );
    await write('src/pictures/index.ts', "export { x } from 'sharp';\n");
    await write('src/cluster/light.ts', "export { x } from './launch.ts';\n");
    await write('src/cluster/launch.ts', "export { x } from '../processes/index.ts';\n");
    await write('src/processes/index.ts', "export { x } from '../pictures/index.ts';\n");
    ({ violations } = await cruiseRooms(root));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each(CASES.filter(([, , rule]) => rule === undefined))('%s may import %s', (from) => {
    expect(violations.filter((one) => one.from === from)).toEqual([]);
  });

  it.each(CASES.filter(([, , rule]) => rule !== undefined))('%s may not import %s: %s', (from, _, rule) => {
    expect(violations.filter((one) => one.from === from).map(({ name }) => name)).toContain(rule);
  });

  it('have no circle', () => {
    expect(violations.some(({ name, from }) => name === 'no-circle' && from === 'src/core/circle-a.ts')).toBe(true);
  });

  it('lead from a light door to nothing heavy, however far away', () => {
    const light = violations.filter(({ name }) => name === 'light');
    expect(light.map(({ from }) => from)).toEqual(['src/cluster/light.ts']);
    expect(light[0].to).toContain('node_modules/sharp/');
  });

  it('are kept to in this checkout', async () => {
    const found = await cruiseRooms(ROOT);
    expect(found.violations.map(({ from, to, comment }) => `${from} → ${to}: ${comment}`)).toEqual([]);
    const drawn = await readFile(join(ROOT, 'docs/architecture.svg'), 'utf8');
    expect(await drawRooms(found.modules), 'docs/architecture.svg is old: run npm run rooms -- --draw').toBe(drawn);
  });
});
