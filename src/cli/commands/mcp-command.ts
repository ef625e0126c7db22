import { Command } from 'commander';
import type { McpFlags } from '../flags/mcp-flags.ts';

/** `label-audit mcp [folders...]`. */
export function mcpCommand(signal: AbortSignal): Command {
  return new Command('mcp')
    .description('Serves audits to coding agents over the Model Context Protocol (stdio).')
    .argument('[folders...]', 'the folders that may be read (default: the current one)')
    .option('--allow-fixes', 'let fixes be written, each after it was returned as a diff', false)
    .option('--quiet', 'say nothing on stderr', false)
    .action(async (folders: readonly string[], flags: McpFlags) => {
      await (await import('../actions/mcp-action.ts')).mcp(folders, flags, signal);
    });
}
