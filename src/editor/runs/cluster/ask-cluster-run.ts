import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { enginesHere, requireOutside, runPath, type EngineHere, type EngineName } from '../../../cluster/light.ts';
import { lineOf } from '../../host/plain-text.ts';
import { clusterOptions, rememberCluster } from '../../host/settings/settings.ts';
import type { Target } from '../dataset-picker.ts';
import type { KnownRun } from './known-runs.ts';

/** Where and how an audit runs on a cluster. */
export type ClusterAnswers = Pick<KnownRun, 'engine' | 'run' | 'engineArgs'>;

const NAMES: Readonly<Record<EngineName, string>> = { slurm: 'Slurm', kubernetes: 'Kubernetes' };

/** How an engine is written. */
export const engineTitle = (name: EngineName): string => NAMES[name];

/**
 * Asks on which engine, in which folder and with which options a data set is audited; answers are remembered in the settings.
 *
 * @param last what was asked for last for this data set
 * @returns undefined where the user gave up
 * @throws Error that says what is missing where no engine can be reached from here
 */
export async function askClusterRun(target: Target, last?: ClusterAnswers): Promise<ClusterAnswers | undefined> {
  const engine = await askEngine(last?.engine);
  if (engine === undefined) return undefined;
  const known = clusterOptions();
  const steps = engine === 'slurm' ? 3 : 6;
  const run = await ask({
    ...{ step: 2, steps },
    prompt: vscode.l10n.t('Folder of the run: on a file system that this machine and those of the cluster share'),
    value: await proposedRun(target, known.clusterRuns, last?.run),
    validate: (text) => runFault(text, target),
  });
  if (run === undefined) return undefined;
  const engineArgs = engine === 'slurm' ? await askSlurm(steps) : await askKubernetes(target, run, steps);
  return engineArgs === undefined ? undefined : { engine, run, engineArgs };
}

async function askEngine(last: EngineName | undefined): Promise<EngineName | undefined> {
  const all = await enginesHere();
  const found = all.filter(({ file }) => file !== undefined);
  const programs = (some: readonly EngineHere[]): string =>
    some.map(({ name, program }) => `${program} (${engineTitle(name)})`).join(', ');
  const missing = programs(all.filter(({ file }) => file === undefined));
  if (found.length === 0) {
    throw new Error(
      vscode.l10n.t(
        'None of these is on the PATH of this window: {0}. Open the folder on a machine that hands jobs to the cluster, such as a login node, by Remote-SSH.',
        missing,
      ),
    );
  }
  const items = found
    .toSorted((a, b) => Number(b.name === last) - Number(a.name === last))
    .map(({ name, file = '' }) => ({ label: engineTitle(name), description: file, name }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Audit Labels on a Cluster'),
    placeHolder: missing === '' ? vscode.l10n.t('Which scheduler?') : vscode.l10n.t('Not on the PATH: {0}', missing),
    ignoreFocusOut: true,
  });
  return picked?.name;
}

/** The folder of an unfinished run of the same data, or a new one. */
async function proposedRun(target: Target, runs: string | undefined, last: string | undefined): Promise<string> {
  if (last !== undefined && existsSync(join(last, 'plan.json')) && !existsSync(join(last, 'merged.json'))) return last;
  const folder = runs ?? join(dirname(target.root), 'label-audit-runs');
  const name = basename(target.root);
  const taken = new Set(await readdir(folder).catch(() => []));
  let number = 1;
  while (taken.has(`${name}-${number}`)) number++;
  return join(folder, `${name}-${number}`);
}

async function runFault(text: string, target: Target): Promise<string | undefined> {
  if (!isAbsolute(text)) return vscode.l10n.t('Name a folder by its whole path.');
  try {
    await requireOutside(text, target.root);
    return undefined;
  } catch {
    return vscode.l10n.t('This lies in the data set: name a folder outside of {0}.', lineOf(target.root));
  }
}

async function askSlurm(steps: number): Promise<string | undefined> {
  const args = await ask({
    ...{ step: 3, steps },
    prompt: vscode.l10n.t('Options for sbatch, such as --partition=cpu --cpus-per-task=2 --mem=4G; may be empty'),
    value: clusterOptions().clusterSlurmArgs ?? '',
  });
  if (args !== undefined) await rememberCluster({ clusterSlurmArgs: args });
  return args;
}

async function askKubernetes(target: Target, run: string, steps: number): Promise<string | undefined> {
  const known = clusterOptions();
  const image = await ask({
    ...{ step: 3, steps },
    prompt: vscode.l10n.t('Image that holds label-audit; empty where the template names it'),
    value: known.clusterImage ?? '',
  });
  if (image === undefined) return undefined;
  const claims = await ask({
    ...{ step: 4, steps },
    prompt: vscode.l10n.t('Volume claims as NAME:/PATH, mounted where this machine has them, such as photos:/data'),
    value: (known.clusterClaims ?? []).join(' '),
    validate: (text) => claimsFault(wordsOf(text), target, run),
  });
  if (claims === undefined) return undefined;
  const template = await ask({
    ...{ step: 5, steps },
    prompt: vscode.l10n.t('YAML file with a part of a Job that is laid over ours; may be empty'),
    value: known.clusterTemplate ?? '',
    validate: (text) =>
      text === '' || existsSync(text) ? undefined : vscode.l10n.t('There is no file {0}.', lineOf(text)),
  });
  if (template === undefined) return undefined;
  const args = await ask({
    ...{ step: 6, steps },
    prompt: vscode.l10n.t('Further options, such as --namespace vision --cpu 2 --memory 4Gi; may be empty'),
    value: known.clusterKubernetesArgs ?? '',
  });
  if (args === undefined) return undefined;
  await rememberCluster({
    ...{ clusterImage: image, clusterClaims: wordsOf(claims), clusterTemplate: template, clusterKubernetesArgs: args },
  });
  const words = [
    ...(image === '' ? [] : ['--image', quoted(image)]),
    ...wordsOf(claims).flatMap((claim) => ['--claim', quoted(claim)]),
    ...(template === '' ? [] : ['--template', quoted(template)]),
  ];
  return [...words, args].join(' ').trim();
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** A word as `--engine-args` takes it, whatever is in it. */
const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Pods must see data and run where this machine has them. No claim at all may be meant: a template may mount them. */
async function claimsFault(claims: readonly string[], target: Target, run: string): Promise<string | undefined> {
  const paths: string[] = [];
  for (const claim of claims) {
    const path = /^[a-z0-9.-]+:(\/.*)$/.exec(claim)?.[1];
    if (path === undefined) return vscode.l10n.t('{0} is not of the form NAME:/PATH.', lineOf(claim));
    paths.push(path.replace(/(?<=.)\/+$/, ''));
  }
  if (paths.length === 0) return undefined;
  for (const wanted of [target.root, await runPath(run)]) {
    const isSeen = paths.some((path) => path === '/' || wanted === path || wanted.startsWith(`${path}/`));
    if (!isSeen) return vscode.l10n.t('{0} is in none of these volumes.', lineOf(wanted));
  }
  return undefined;
}

/** Asks for a text; undefined: given up. */
async function ask({
  step,
  steps,
  ...options
}: {
  readonly step: number;
  readonly steps: number;
  readonly prompt: string;
  readonly value: string;
  readonly validate?: (text: string) => string | undefined | Promise<string | undefined>;
}): Promise<string | undefined> {
  const { prompt, value, validate } = options;
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Audit Labels on a Cluster ({0}/{1})', step, steps),
    ...{ prompt, value, ignoreFocusOut: true },
    validateInput: (text) => validate?.(text.trim()),
  });
  return answer?.trim();
}
