import { createRandom } from '../../src/training/random.ts';
import { openPlayground, ReportLost, type Playground } from './training/training-audits.ts';
import { backendFaults, divergingLoss, outOfMemory } from './training/training-causes.ts';
import { cancels, killedParents, killedWorkers, resumed, slept } from './training/training-moments.ts';
import type { TrustContext, TrustRow, TrustSuite } from './types.ts';

/** One class of fault: so many tries, each of which throws where the product does not survive it. */
export interface Fault {
  readonly fault: string;
  readonly tries: { readonly short: number; readonly long: number };
  /** @param random of the suite's seed @param index of the try */
  run(playground: Playground, random: () => number, index: number, context: TrustContext): Promise<void>;
}

async function rowOf(fault: Fault, playground: Playground, context: TrustContext, stream: number): Promise<TrustRow> {
  const random = createRandom(context.seed, stream);
  const row = { fault: fault.fault, tried: 0, survived: 0, bytesLost: 0 };
  for (let i = 0; i < fault.tries[context.long ? 'long' : 'short'] && !context.signal.aborted; i++) {
    row.tried++;
    try {
      await fault.run(playground, () => random.uniform(), i, context);
      row.survived++;
    } catch (error) {
      if (error instanceof ReportLost) row.bytesLost++;
      context.log(`${fault.fault}, try ${i + 1}: ${error instanceof Error ? error.message : String(error)}`);
      await playground.reset();
    }
  }
  return row;
}

/** Training under faults: processes that are killed, memory that is short, backends that do not load, cancels, sleep. */
export const suite: TrustSuite = {
  name: 'training',
  async run(context) {
    const playground = await openPlayground(context.folder, context.dist);
    try {
      const rows: TrustRow[] = [];
      const faults = [
        ...[killedWorkers, killedParents, cancels, slept, resumed],
        ...[outOfMemory, backendFaults, divergingLoss],
      ];
      for (const [stream, fault] of faults.entries()) {
        const began = Date.now();
        rows.push(await rowOf(fault, playground, context, stream));
        context.log(`${fault.fault}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
      }
      return rows;
    } finally {
      await playground.images.remove();
    }
  },
};
