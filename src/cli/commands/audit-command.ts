import { Command, Option } from 'commander';
import { integer } from '../../audit/index.ts';
import { AUDIT_FORMATS, type AuditCommandFlags } from '../flags/audit-command-flags.ts';
import { addFindingOptions, addPictureCheckOptions, addTrainingOptions } from '../flags/audit-flags.ts';
import { readText } from '../flags/option-values.ts';

/** `label-audit audit <folder or labels.csv>`. */
export function auditCommand(signal: AbortSignal): Command {
  const command = new Command('audit')
    .description('Audits a folder of labelled pictures: trains cross-validated models and finds wrong labels.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file');
  return addPictureCheckOptions(addFindingOptions(addTrainingOptions(command)))
    .addOption(new Option('--format <name>', 'what to print').choices(AUDIT_FORMATS).default('text'))
    .option('--out <folder>', 'where to write the report (default: .label-audit beside the labels)')
    .option('--no-formula-guard', 'csv: give cells that a spreadsheet would run as formulas as they are, for programs')
    .option('--top <n>', 'how many of the worst labels text and markdown list', readTop, 20)
    .option('--quiet', 'print the result alone: no progress, no notes', false)
    .action(async (target: string, flags: AuditCommandFlags) => {
      await (await import('../actions/audit-action.ts')).audit(target, flags, signal);
    });
}

const TOP = integer(0, Number.MAX_SAFE_INTEGER);
const readTop = (text: string): unknown => readText(TOP, text);
