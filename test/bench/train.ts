/**
 * `npm run bench:train [-- --rounds 3 --seconds 2 --models … --backends wasm,wasm-fma,native --batch n --write]`: pictures per
 * second of a forward pass and of a training step (forward, backward, Adam) for each model and backend, by one process and
 * by as many as there are cores, beside the same networks in PyTorch where that can be installed. All take turns, round by
 * round; the best round counts, as whatever else runs on the machine only ever slows one down; the median stands beside it.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import tfjs from '@tensorflow/tfjs-core/package.json' with { type: 'json' };
import { modelNamed } from '../../src/training/networks/registry.ts';
import { NETWORKS, type Backend, type NetworkName } from '../../src/training/types.ts';
import { installTorch, measureTorch } from './peers/torch.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';
import { PHASES, serveMeasures, type MeasureMessage, type MeasureRequest } from './train-measure.ts';

/** One line of the table. */
interface Variant {
  readonly model: NetworkName;
  readonly backend: Backend | 'PyTorch';
  readonly processes: number;
}
/** Pictures a second. */
interface Rates {
  readonly forward: number;
  readonly step: number;
}

const cores = availableParallelism();

/** Starts as many processes, lets them measure each phase at once, and adds up. */
async function measureOurs(request: MeasureRequest, processes: number): Promise<Rates & { trained: number }> {
  const env = { ...process.env, LABEL_AUDIT_BENCH_MEASURE: '1' };
  const children = Array.from({ length: processes }, () =>
    fork(fileURLToPath(import.meta.url), [], { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
  );
  /** The next word of every child. */
  const ask = (message: MeasureRequest | 'go'): Promise<MeasureMessage[]> =>
    Promise.all(
      children.map(
        (child) =>
          new Promise<MeasureMessage>((resolve, reject) => {
            const onExit = (code: number | null): void => {
              reject(new Error(`a process ended with code ${code}`));
            };
            child.once('exit', onExit);
            child.once('message', (answer) => {
              child.off('exit', onExit);
              resolve(answer as MeasureMessage);
            });
            child.send(message);
          }),
      ),
    );
  try {
    let trained = 0;
    for (const answer of await ask(request)) {
      if (answer.type === 'failed') throw new Error(answer.message);
      if (answer.type === 'ready') trained = answer.trained;
    }
    const rates: number[] = [];
    for (let i = 0; i < PHASES.length; i++) {
      rates.push((await ask('go')).reduce((sum, answer) => sum + (answer.type === 'measured' ? answer.rate : 0), 0));
    }
    return { forward: rates[0], step: rates[1], trained };
  } finally {
    for (const child of children) child.kill();
  }
}

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '1.5' },
      backends: { type: 'string', default: 'wasm,wasm-fma,native' },
      models: { type: 'string', default: NETWORKS.join(',') },
      batch: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(flags.seconds);
  const models = flags.models.split(',') as NetworkName[];
  const backends = flags.backends.split(',') as Backend[];
  const batchOf = (model: NetworkName): number => Number(flags.batch ?? modelNamed(model).defaults.batchSize);
  const notes: string[] = [];
  const noTorch = await installTorch();
  if (noTorch !== null) notes.push(`PyTorch is not measured, as it cannot be installed here: ${noTorch}`);
  const variants: Variant[] = models.flatMap((model) => [
    ...(noTorch === null ? [{ model, backend: 'PyTorch' as const, processes: 1 }] : []),
    ...backends.flatMap((backend) =>
      [...new Set([1, cores])].map((processes): Variant => ({ model, backend, processes })),
    ),
  ]);
  const rounds = new Map<Variant, Rates[]>();
  const absent = new Set<Backend>();
  const trained = new Map<NetworkName, Set<number>>();
  let torchVersion: string | undefined;
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const variant of variants) {
      const { model, backend, processes } = variant;
      if (backend !== 'PyTorch' && absent.has(backend)) continue;
      const batch = batchOf(model);
      try {
        const threads = Math.max(1, Math.floor(cores / processes));
        const { imageSize } = modelNamed(model).defaults;
        const measure =
          backend === 'PyTorch'
            ? await measureTorch(model, { imageSize, batch, threads: cores, seconds })
            : await measureOurs({ model, backend, batch, threads, seconds }, processes);
        if ('version' in measure) torchVersion = measure.version;
        trained.set(model, (trained.get(model) ?? new Set()).add(measure.trained));
        rounds.set(variant, [...(rounds.get(variant) ?? []), measure]);
        const rate = `${measure.forward.toFixed(0)} forward/s, ${measure.step.toFixed(0)} step/s`;
        console.log(`round ${round + 1}: ${model} ${backend} × ${processes}: ${rate}`);
      } catch (error) {
        const why = (error as Error).message.split('\n')[0];
        if (backend === 'PyTorch') throw error;
        absent.add(backend);
        notes.push(`The backend ${backend} is not measured: ${why}`);
      }
    }
  }
  for (const [model, counts] of trained) {
    if (counts.size > 1) throw new Error(`The networks named ${model} differ: ${[...counts].join(' and ')} weights.`);
  }
  const table = [...tableOf(rounds, batchOf), '', ...goals(rounds), ...notes.map((note) => `- ${note}`)];
  console.log(`\n${table.join('\n')}`);
  const versions = { tfjs: tfjs.version, ...(torchVersion === undefined ? {} : { PyTorch: torchVersion }) };
  if (flags.write) {
    const measured = measuredOn(`npm run bench:train -- ${process.argv.slice(2).join(' ')}`, versions);
    writeBenchSection('bench:train', [measured, '', ...table].join('\n'));
  }
}

const sorted = (rates: readonly Rates[], phase: keyof Rates): number[] =>
  rates.map((rate) => rate[phase]).sort((a, b) => a - b);
const best = (rates: readonly Rates[], phase: keyof Rates): number => sorted(rates, phase).at(-1)!;
const median = (rates: readonly Rates[], phase: keyof Rates): number => sorted(rates, phase)[(rates.length - 1) >> 1];

function find(rounds: ReadonlyMap<Variant, Rates[]>, wanted: Variant): Rates[] | undefined {
  return [...rounds].find(
    ([{ model, backend, processes }]) =>
      model === wanted.model && backend === wanted.backend && processes === wanted.processes,
  )?.[1];
}

/** Training steps a second as a share of PyTorch's, of the best rounds. */
function ofTorch(rounds: ReadonlyMap<Variant, Rates[]>, variant: Variant): number | undefined {
  const torch = find(rounds, { ...variant, backend: 'PyTorch', processes: 1 });
  const ours = find(rounds, variant);
  return torch === undefined || ours === undefined ? undefined : best(ours, 'step') / best(torch, 'step');
}

function tableOf(rounds: ReadonlyMap<Variant, Rates[]>, batchOf: (model: NetworkName) => number): string[] {
  const lines = [...rounds].map(([variant, rates]) => {
    const { model, backend, processes } = variant;
    const share = ofTorch(rounds, variant);
    const cells = [
      `${model}, batch ${batchOf(model)}`,
      backend,
      backend === 'PyTorch' ? `1, ${cores} threads` : processes,
      `${best(rates, 'forward').toFixed(0)} (${median(rates, 'forward').toFixed(0)})`,
      `${best(rates, 'step').toFixed(0)} (${median(rates, 'step').toFixed(0)})`,
      (best(rates, 'forward') / best(rates, 'step')).toFixed(2),
      share === undefined ? '' : share.toFixed(2),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    'Pictures a second, of all processes together: best round (median round).',
    '',
    '| Network | Backend | Processes | Forward | Training step | Step / forward | Step, of PyTorch |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ];
}

/** What was set out to be reached, and whether it is. */
function goals(rounds: ReadonlyMap<Variant, Rates[]>): string[] {
  const lines: string[] = [];
  const say = (what: string, value: number, reached: boolean): void => {
    lines.push(`- ${what}: ${value.toFixed(2)}, ${reached ? 'reached' : 'missed'}.`);
  };
  for (const model of NETWORKS) {
    const wasm = find(rounds, { model, backend: 'wasm', processes: 1 });
    if (wasm !== undefined) {
      const ratio = best(wasm, 'forward') / best(wasm, 'step');
      say(`Goal: a step of ${model} on WASM takes at most 3.3 forward passes`, ratio, ratio <= 3.3);
    }
    for (const [backend, share, text] of [
      ['wasm', 1 / 3, '1/3'],
      ['native', 3 / 4, '3/4'],
    ] as const) {
      const measured = ofTorch(rounds, { model, backend, processes: cores });
      if (measured === undefined) continue;
      say(`Goal: ${model} on ${backend}, all cores, trains at ${text} of PyTorch's speed`, measured, measured >= share);
    }
  }
  return lines;
}

if (process.env.LABEL_AUDIT_BENCH_MEASURE === '1') serveMeasures();
else await main();
