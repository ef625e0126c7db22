import { Command, CommanderError } from 'commander';
import { isInputError, printable, VERSION } from '../audit/index.ts';
import { auditCommand } from './commands/audit-command.ts';
import { checkCommand } from './commands/check-command.ts';
import { compareCommand } from './commands/compare-command.ts';
import { consensusCommand } from './commands/consensus-command.ts';
import { featuresCommand } from './commands/features-command.ts';
import { fixCommand } from './commands/fix-command.ts';
import { healthCommand } from './commands/health-command.ts';
import { issuesCommand } from './commands/issues-command.ts';
import { cancelCommand, mergeCommand, planCommand, statusCommand, taskCommand } from './commands/run-commands.ts';
import { mcpCommand } from './commands/mcp-command.ts';
import { nextCommand } from './commands/next-command.ts';
import { scoresCommand } from './commands/scores-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { oneLine } from './one-line.ts';

/** The whole command line, with all of its commands; docs/options.md is made from it, too. */
export function program(signal: AbortSignal): Command {
  const root = new Command('label-audit')
    .description('Finds the labels of an image data set that are probably wrong.')
    .version(VERSION)
    .showSuggestionAfterError(true);
  const commands = [
    auditCommand(signal),
    fixCommand(signal),
    compareCommand(signal),
    checkCommand(signal),
    featuresCommand(signal),
    consensusCommand(signal),
    nextCommand(signal),
    planCommand(signal),
    taskCommand(signal),
    mergeCommand(signal),
    statusCommand(signal),
    cancelCommand(signal),
    mcpCommand(signal),
    issuesCommand(signal),
    scoresCommand(signal),
    healthCommand(signal),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of [root, ...commands]) {
    // Commander would print an error itself, on several lines: here it only throws, and runCli prints one line.
    command.exitOverride().configureOutput({ outputError: () => undefined });
  }
  root.helpCommand(true).allowExcessArguments(true);
  root.action(() => {
    const said = root.args.length > 0 ? `unknown command "${root.args[0]}": use` : 'name a command:';
    throw new CommanderError(EXIT.usage, 'label-audit.command', `${said} ${names(commands)} (or --help)`);
  });
  return root;
}

function names(commands: readonly Command[]): string {
  const all = commands.map((command) => command.name());
  return `${all.slice(0, -1).join(', ')} or ${all[all.length - 1]}`;
}

/**
 * Runs one command line (without node and script) and resolves to its exit code. An error is one line on
 * stderr.
 */
export async function runCli(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  try {
    await program(signal).parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    // `help` for something unknown: the help itself was shown.
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.usage;
    if (signal.aborted) {
      process.stderr.write('label-audit: interrupted\n');
      return EXIT.interrupted;
    }
    process.stderr.write(`label-audit: ${printable(oneLine(error))}\n`);
    // By name: a command's work is bundled apart.
    const name = error instanceof Error ? error.name : '';
    if (name === 'FinalError') return EXIT.final;
    return error instanceof CommanderError || isInputError(error) || name === 'PlanError' ? EXIT.usage : EXIT.failed;
  }
}
