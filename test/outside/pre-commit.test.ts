import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { installPython } from '../harness/install.mjs';
import { ROOT } from '../unit/cli/label-audit.ts';
import { copySample } from '../unit/cli/mcp-client.ts';
import { fetched, projectWithPackage, runIn } from './outside.ts';

it('pre-commit runs the hook of a repository, on a commit that it stops, and on one that it lets pass', async (context) => {
  const python = await fetched(installPython('pre-commit==4.7.0'), context);
  const project = await projectWithPackage(context);
  const home = await mkdtemp(join(tmpdir(), 'label-audit-pre-commit-'));
  context.onTestFinished(() => rm(home, { recursive: true, force: true }));
  const env = {
    ...{ PRE_COMMIT_HOME: home, HOME: home, PYTHONPATH: python, GIT_CONFIG_GLOBAL: join(home, 'none') },
    ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org' },
    ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' },
    PATH: [join(python, 'bin'), process.env.PATH ?? ''].join(delimiter),
  };
  const git = (folder: string, ...args: string[]) => {
    const ran = runIn(folder, 'git', args, env);
    return { ...ran, said: `${ran.stdout}${ran.stderr}` };
  };
  const preCommit = (...args: string[]) => {
    const ran = runIn(project, 'python3', ['-m', 'pre_commit', ...args], env);
    return { ...ran, said: `${ran.stdout}${ran.stderr}` };
  };

  // A repository of the hook, as a user names one: the files that pre-commit reads there, committed.
  const hooks = join(home, 'hooks');
  expect(git(home, 'init', '--quiet', hooks).status).toBe(0);
  await cp(join(ROOT, '.pre-commit-hooks.yaml'), join(hooks, '.pre-commit-hooks.yaml'));
  git(hooks, 'add', '--all');
  git(hooks, 'commit', '--quiet', '--message', 'Hooks');
  const rev = git(hooks, 'rev-parse', 'HEAD').stdout.trim();
  expect(preCommit('validate-manifest', join(hooks, '.pre-commit-hooks.yaml')).said).toBe('');

  const sample = await copySample();
  context.onTestFinished(sample.remove);
  await cp(join(sample.folder, 'digits'), join(project, 'digits'), { recursive: true });
  await cp(join(sample.folder, 'mine.npy'), join(project, 'mine.npy'));
  await writeFile(join(project, '.gitignore'), 'node_modules\npacked\n.label-audit\n');
  const configure = (most: number) =>
    writeFile(
      join(project, '.pre-commit-config.yaml'),
      `repos:\n  - repo: ${hooks}\n    rev: ${rev}\n    hooks:\n      - id: label-audit-check\n        args: [--max-issues=${most}, --pred-probs=mine.npy, digits/labels.csv]\n`,
    );
  await configure(1);
  git(project, 'init', '--quiet');
  expect(preCommit('install').status).toBe(0);

  git(project, 'add', '--all');
  const stopped = git(project, 'commit', '--message', 'Worse than allowed');
  expect(stopped.said).toMatch(/label-audit check\.+Failed/);
  expect(stopped.said).toContain('"7" looks like "9"');
  expect(stopped.said).toContain('2 label issues, of 1 allowed');
  expect(git(project, 'log', '--oneline').status).not.toBe(0);

  await configure(2);
  git(project, 'add', '--all');
  const passed = git(project, 'commit', '--message', 'As allowed');
  expect(passed.said).toMatch(/label-audit check\.+Passed/);
  expect(git(project, 'log', '--format=%s').stdout).toBe('As allowed\n');

  // A commit that touches no data set does not wait for it.
  await writeFile(join(project, 'notes.md'), 'Notes\n');
  git(project, 'add', '--all');
  expect(git(project, 'commit', '--message', 'Notes').said).toMatch(/no files to check.*Skipped/);
  // Without arguments, as try-repo runs it, it says what is missing.
  expect(preCommit('try-repo', hooks, 'label-audit-check', '--all-files').said).toContain(
    "missing required argument 'target'",
  );
});
