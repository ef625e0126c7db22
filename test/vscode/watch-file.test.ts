import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { watchFile } from '../../src/editor/host/watch-file.ts';
import { until } from './audited-digits.ts';

describe('a file outside the workspace that is watched', () => {
  for (const delay of [0, 5, 30, 1500]) {
    it(`is told of when it changes ${delay} ms after that began`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'label-audit-watch-'));
      const file = join(folder, 'labels.csv');
      writeFileSync(file, 'before');
      let isTold = false;
      const watched = watchFile(vscode.Uri.file(folder), 'labels.csv', () => {
        isTold = true;
      });
      try {
        if (delay > 0) await sleep(delay);
        writeFileSync(file, 'now');
        await until('the change', () => isTold);
      } finally {
        watched.dispose();
        await rm(folder, { recursive: true });
      }
    });
  }
});
