import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { EngineFailure, type Submission } from '../engine.ts';
import { isFields, type Fields } from './fields.ts';

/** A volume claim of the namespace, and where the pods see it: the same path as here, or they would not find the data. */
export interface Claim {
  readonly name: string;
  readonly path: string;
}

/** What the user said of the pods, in `--engine-args`. */
export interface JobOptions {
  readonly image: string;
  readonly claims: readonly Claim[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly cpu: string;
  readonly memory: string;
  /** How many pods may run at once; all where absent. */
  readonly parallelism?: number;
  /** How label-audit is started in the image. */
  readonly command: readonly string[];
  /** A part of a Job, which is laid over ours. */
  readonly template: Fields;
  /** Arguments of kubectl that choose cluster and namespace. */
  readonly target: { readonly namespace?: string; readonly context?: string };
}

const ARGS = {
  image: { type: 'string' },
  claim: { type: 'string', multiple: true, default: [] as string[] },
  'node-selector': { type: 'string', multiple: true, default: [] as string[] },
  cpu: { type: 'string', default: '1' },
  memory: { type: 'string', default: '2Gi' },
  parallelism: { type: 'string' },
  command: { type: 'string', multiple: true, default: ['label-audit'] as string[] },
  template: { type: 'string' },
  namespace: { type: 'string' },
  context: { type: 'string' },
} as const;

/**
 * Reads `--image NAME --claim NAME:/PATH --node-selector KEY=VALUE --cpu N --memory SIZE --parallelism N --command WORD
 * --template FILE --namespace NAME --context NAME`; claim, node selector and command may be given several times.
 *
 * @throws EngineFailure that names what can't be read
 */
export async function jobOptions({ engineArgs }: Pick<Submission, 'engineArgs'>): Promise<JobOptions> {
  const { values } = parsed(engineArgs);
  const { image, parallelism, namespace, context, cpu, memory, command } = values;
  const template = values.template === undefined ? {} : await readTemplate(values.template);
  return {
    image: image ?? '',
    claims: values.claim.map(readClaim),
    nodeSelector: Object.fromEntries(values['node-selector'].map(readPair)),
    ...{ cpu, memory, command, template },
    ...(parallelism === undefined ? {} : { parallelism: readCount(parallelism) }),
    target: { ...(namespace === undefined ? {} : { namespace }), ...(context === undefined ? {} : { context }) },
  };
}

function parsed(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof ARGS }>> {
  try {
    return parseArgs({ args: [...args], options: ARGS });
  } catch (error) {
    const names = Object.keys(ARGS).map((name) => `--${name}`);
    throw new EngineFailure(
      `Options for Kubernetes: ${error instanceof Error ? error.message : String(error)}. There are: ${names.join(', ')}.`,
      { cause: error },
    );
  }
}

function readClaim(text: string): Claim {
  const match = /^([a-z0-9.-]+):(\/.*)$/.exec(text);
  if (match === null) throw new EngineFailure(`--claim ${text} is not of the form NAME:/PATH, such as photos:/data.`);
  return { name: match[1], path: match[2].replace(/(?<=.)\/+$/, '') };
}

function readPair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new EngineFailure(`--node-selector ${text} is not of the form KEY=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new EngineFailure(`--parallelism ${text} is no number of at least 1.`);
  return count;
}

async function readTemplate(file: string): Promise<Fields> {
  const { load } = await import('js-yaml');
  let template: unknown;
  try {
    template = load(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineFailure(`--template ${file} can't be read: ${why}`, { cause: error });
  }
  if (!isFields(template))
    throw new EngineFailure(`--template ${file} is no part of a Job: it must be a map, as YAML.`);
  return template;
}
