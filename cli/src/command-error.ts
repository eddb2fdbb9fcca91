/**
 * A failure whose message is for the person at the terminal: one sentence that says what was wrong and what to do. The command exits with
 * 1.
 */
export class CommandError extends Error {
  override name = 'CommandError';
}
