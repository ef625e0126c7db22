import { NAMES, TEXT, type OptionTable } from '../../../audit/light.ts';

/**
 * What *Audit Labels on a Cluster* knows of the cluster: answers of last time. Of the machine alone, so that no workspace says
 * which command or image runs in the user's name.
 */
export const CLUSTER_OPTIONS = {
  clusterCommand: {
    allowed: TEXT,
    about: 'how label-audit is started here and on the machines of the cluster',
    setting: { scope: 'machine', name: 'cluster.command', restricted: true },
  },
  clusterRuns: {
    allowed: TEXT,
    about: 'where the folders of new runs are proposed',
    setting: { scope: 'machine', name: 'cluster.runs', restricted: true },
  },
  clusterSlurmArgs: {
    allowed: TEXT,
    about: 'options for sbatch',
    setting: { scope: 'machine', name: 'cluster.slurmArgs', restricted: true },
  },
  clusterImage: {
    allowed: TEXT,
    about: 'the image that pods run',
    setting: { scope: 'machine', name: 'cluster.image', restricted: true },
  },
  clusterClaims: {
    allowed: NAMES,
    about: 'volume claims and where pods mount them',
    setting: { scope: 'machine', name: 'cluster.claims', restricted: true },
  },
  clusterTemplate: {
    allowed: TEXT,
    about: 'a part of a Job that is laid over ours',
    setting: { scope: 'machine', name: 'cluster.template', restricted: true },
  },
  clusterKubernetesArgs: {
    allowed: TEXT,
    about: 'further options for Kubernetes',
    setting: { scope: 'machine', name: 'cluster.kubernetesArgs', restricted: true },
  },
} as const satisfies OptionTable;
