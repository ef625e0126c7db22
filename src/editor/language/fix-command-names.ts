/** Command that explains what a kind of problem means and what can be done about it. */
export const EXPLAIN = 'labelAudit.explain';

/** Commands behind the quick fixes. They are not in the palette: each needs to be told what it is about. */
export const FIX_COMMANDS = {
  decide: 'labelAudit.fix.decide',
  choose: 'labelAudit.fix.choose',
  show: 'labelAudit.fix.show',
  showLike: 'labelAudit.fix.showLike',
  removeRow: 'labelAudit.fix.removeRow',
  relabelAll: 'labelAudit.fix.relabelAll',
  respell: 'labelAudit.fix.respell',
  finding: 'labelAudit.fix.finding',
} as const;

export type FixName = keyof typeof FIX_COMMANDS;
