import { Command } from 'commander';
import type { AuditCommandFlags } from '../flags/audit-command-flags.ts';
import { addFindingOptions, addPictureCheckOptions, addTrainingOptions } from '../flags/audit-flags.ts';
import { addEngineOptions, requireNoEngineOptions } from '../flags/engine-flags.ts';
import { addPrintOptions } from '../flags/print-flags.ts';

/** `label-audit audit <folder or labels.csv>`. */
export function auditCommand(signal: AbortSignal): Command {
  const command = new Command('audit')
    .description('Audits a folder of labelled pictures: trains cross-validated models and finds wrong labels.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file');
  addPictureCheckOptions(addFindingOptions(addTrainingOptions(command)));
  return addEngineOptions(addPrintOptions(command)).action(async (target: string, flags: AuditCommandFlags) => {
    if (flags.on === undefined) {
      requireNoEngineOptions(flags);
      await (await import('../actions/audit-action.ts')).audit(target, flags, signal);
    } else await (await import('../actions/run-actions.ts')).auditOn(target, flags.on, flags, signal);
  });
}
