import type { Engine, EngineName } from '../engine.ts';
import { kubernetes } from '../kubernetes/kubernetes.ts';
import { slurm } from '../slurm/slurm.ts';

const ALL: Readonly<Record<EngineName, Engine>> = { slurm, kubernetes };

export function engineNamed(name: EngineName): Engine {
  return ALL[name];
}
