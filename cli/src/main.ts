import { failureText } from './failure.ts';
import { buildProgram } from './program.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe, such as `head`, has seen enough.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const program = await buildProgram(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`earshot: ${failureText(error, Boolean(process.env.DEBUG))}\n`);
  process.exit(1);
}
