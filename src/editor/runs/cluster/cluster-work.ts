// What audits on a cluster: loaded with the first one, or where one of an earlier window is still followed.
export type { ClusterAnswers } from './ask-cluster-run.ts';
export { auditOnCluster, followAgain, type ClusterDeps } from './cluster-runs.ts';
