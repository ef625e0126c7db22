import { Command, Option } from 'commander';
import { addFindingOptions, addTrainingOptions, type AuditFlags } from './audit-flags.ts';
import { choiceOption, wholeNumber } from './option-values.ts';

const FORMATS = ['text', 'json', 'csv', 'html', 'sarif', 'markdown'] as const;

export interface AuditCommandFlags extends AuditFlags {
  readonly format: (typeof FORMATS)[number];
  readonly top: number;
  readonly formulaGuard: boolean;
  readonly quiet: boolean;
}

/** `label-audit audit <folder or labels.csv>`. */
export function auditCommand(signal: AbortSignal): Command {
  const command = new Command('audit')
    .description('Audits a folder of labelled pictures: trains cross-validated models and finds wrong labels.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file');
  return addFindingOptions(addTrainingOptions(command))
    .addOption(choiceOption('--format <name>', 'what to print', FORMATS, 'text'))
    .option('--out <folder>', 'where to write the report (default: .label-audit beside the labels)')
    .option('--no-formula-guard', 'csv: give cells that a spreadsheet would run as formulas as they are, for programs')
    .option('--top <n>', 'how many of the worst labels text and markdown list', wholeNumber(0), 20)
    .addOption(new Option('--quiet', 'print the result alone: no progress, no notes').default(false))
    .action(async (target: string, flags: AuditCommandFlags) => {
      await (await import('./audit-action.ts')).audit(target, flags, signal);
    });
}
