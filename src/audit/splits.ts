/** Whether a split is there to test on, by its name: no plan ever changes it. */
export function isTestSplit(name: string): boolean {
  return ['test', 'testing', 'holdout', 'hold-out'].includes(name.trim().toLowerCase());
}
