import { runAudit, type Audit } from '../../audit/index.ts';
import type { AuditCommandFlags } from '../flags/audit-command-flags.ts';
import { toOptions } from '../flags/audit-flags.ts';
import { printMade, tellingHooks } from '../print-audit.ts';
import { progressDisplay } from '../progress-bar.ts';

/** What `label-audit audit` does. */
export async function audit(target: string, flags: AuditCommandFlags, signal: AbortSignal): Promise<void> {
  const display = progressDisplay(flags.quiet);
  let result: Audit;
  try {
    result = await runAudit(toOptions(target, flags), tellingHooks(display, flags, signal));
  } finally {
    display.stop();
  }
  await printMade(result, flags, display, signal);
}
