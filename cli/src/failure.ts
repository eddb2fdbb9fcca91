import { CommandError } from './command-error.ts';

/**
 * What a failed command says on standard error: the message alone of a `CommandError` or of a refusal by a service; anything else
 * is a fault of the program or the machine and is told in one line, with its stack when `showsStack`.
 */
export function failureText(error: unknown, showsStack: boolean): string {
  if (error instanceof CommandError || (error instanceof Error && error.name === 'AppError')) return error.message;
  if (!(error instanceof Error)) return `unexpected failure: ${String(error)}`;
  if (showsStack) return error.stack ?? String(error);
  const reason = error.message.split('\n', 1)[0] || codeOf(error) || error.name;
  return `unexpected failure: ${reason} (run again with DEBUG=1 to see where)`;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
