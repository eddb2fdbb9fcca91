import { CommandError } from './command-error.ts';

const CONTROL = /(?![\n\t])\p{Cc}/gu;

/** A text as a terminal may show it: what would steer the terminal stands there as `\xNN`. */
function harmless(text: string): string {
  return text.replaceAll(CONTROL, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/**
 * What a failed command says on standard error: the message alone of a `CommandError` or of a refusal by a service; anything else
 * is a fault of the program or the machine and is told in one line, with its stack when `showsStack`. Control characters, which may come
 * from a file, are written out as `\xNN`, line ends and tabs aside.
 */
export function failureText(error: unknown, showsStack: boolean): string {
  return harmless(textOf(error, showsStack));
}

function textOf(error: unknown, showsStack: boolean): string {
  if (error instanceof CommandError || (error instanceof Error && error.name === 'AppError')) return error.message;
  if (!(error instanceof Error)) return `unexpected failure: ${String(error)}`;
  if (showsStack) return error.stack ?? String(error);
  const reason = error.message.split('\n', 1)[0] || codeOf(error) || error.name;
  return `unexpected failure: ${reason} (run again with DEBUG=1 to see where)`;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
