import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findDatasets } from '../../dataset/index.ts';
import { defaultCacheFolder, InputError } from '../../files/index.ts';
import { bundledFile } from '../../processes/index.ts';
import { startAudit } from '../engine/engine-client.ts';
import { startThumbnailer } from '../engine/thumbnail-client.ts';
import { TEXT } from '../options/option.ts';
import { defaultAuditOptions } from '../options/audit-options.ts';
import { diffOfFix, prepareFix, type PreparedFix } from '../remediation/fix-dataset.ts';
import { writeFix } from '../remediation/write-fix.ts';
import { hasStoredReport, rootOf } from '../report/stored-report.ts';
import { openDiskDataset, type DiskDataset } from './disk-dataset.ts';
import { modelName, modelSentence } from './model-text.ts';
import { onlyDataset } from './only-dataset.ts';
import { defineTool, type Tool } from './tool.ts';
import type { ToolHost } from './tool-host.ts';

/** Of a picture, in pixels a side. */
const SIDE = 512;
/** Fixes that wait to be written; the oldest is forgotten first. */
const WAITING = 50;

export interface DiskToolHost extends ToolHost {
  open(target: string): Promise<DiskDataset>;
  /** Writes a fix that was returned as a diff before; absent where the server is read-only. */
  readonly applyFix: Tool | undefined;
  readonly dispose: () => void;
}

export interface DiskToolHostOptions {
  /** Absolute. */
  readonly folders: readonly string[];
  /** Labels may be written: each fix once it was returned as a diff. */
  readonly allowFixes: boolean;
}

/** The tools' work without an editor, on the data sets below some folders. */
export function createDiskToolHost({ folders, allowFixes }: DiskToolHostOptions): DiskToolHost {
  const engineFile = bundledFile('engine.mjs');
  const thumbnailer = startThumbnailer({ engineFile, cacheFolder: join(defaultCacheFolder(), 'thumbnails') });
  const waiting = new Map<string, PreparedFix>();
  let made = 0;

  const remember = (fix: PreparedFix): string => {
    const name = `fix-${++made}`;
    waiting.set(name, fix);
    for (const oldest of waiting.keys()) {
      if (waiting.size <= WAITING) break;
      waiting.delete(oldest);
    }
    return name;
  };

  return {
    folders,
    audited: async () => {
      const roots = new Set<string>();
      for (const { target } of (await Promise.all(folders.map((folder) => findDatasets(folder)))).flat()) {
        if (await hasStoredReport(target)) roots.add(await rootOf(target));
      }
      return [...roots];
    },
    open: (target) => openDiskDataset(target),
    audit: async (target, options, { signal, onProgress }) => {
      const found = target ?? (await onlyDataset(folders));
      await startAudit({ ...defaultAuditOptions(found), ...options }, { engineFile, signal, onProgress });
      return openDiskDataset(found, signal);
    },
    picture: async (root, path) => {
      const file = (await thumbnailer.get(root, [path], SIDE)).get(path) ?? undefined;
      return file === undefined ? undefined : readFile(file);
    },
    offerFix: async (dataset, _plan, options, { signal }) => {
      const { target } = await openDiskDataset(dataset.root);
      const prepared = await prepareFix(target, dataset.report, options, signal);
      const diff = diffOfFix(prepared);
      if (!allowFixes) {
        return {
          diff,
          status:
            'Nothing is written: this server is read-only. Show the user the diff; it can be applied with patch, or by a server started with --allow-fixes.',
        };
      }
      return {
        ...{ diff, fix: remember(prepared) },
        status:
          'Nothing is written yet. Show the user the diff; once the user agrees, apply_label_fix writes it by the name in "fix".',
      };
    },
    applyFix: allowFixes ? applyTool(waiting) : undefined,
    dispose: thumbnailer.dispose,
  };
}

function applyTool(waiting: Map<string, PreparedFix>): Tool {
  return defineTool({
    name: 'apply_label_fix',
    title: 'Apply a label fix',
    description:
      'Writes a fix into the labels file exactly as preview_label_fix returned it as a diff, and notes the decisions in .label-audit/reviews.csv. Refused where the labels file has changed since. Call it only after the user has seen the diff and agreed.',
    isReadOnly: false,
    inputs: {
      fix: { allowed: TEXT, about: 'The "fix" that preview_label_fix answered with.', required: true },
    },
    work: async ({ fix: name }) => {
      const fix = waiting.get(name);
      if (fix === undefined) {
        throw new InputError(
          `There is no fix "${modelName(name)}" that waits to be written. Call preview_label_fix, and show the user its diff.`,
        );
      }
      waiting.delete(name);
      const warnings: string[] = [];
      const written = await writeFix(fix, {
        note: 'label-audit mcp',
        onWarning: (warning) => {
          warnings.push(modelSentence(warning));
        },
      });
      return {
        value: {
          status: written === undefined ? 'There was nothing to change.' : 'Written.',
          ...(written === undefined ? {} : { file: modelSentence(written) }),
          changes: fix.changes.length,
          ...(warnings.length === 0 ? {} : { warnings }),
        },
      };
    },
  });
}
