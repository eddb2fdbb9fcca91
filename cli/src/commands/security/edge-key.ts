import { Command } from 'commander';
import { edgeKeyOfProcess } from '../../../../server/src/main.ts';

function show({ json }: { json?: boolean }): void {
  const keys = edgeKeyOfProcess();
  if (json === true) {
    process.stdout.write(`${JSON.stringify(keys)}\n`);
    return;
  }
  process.stdout.write(`${keys.edgeKey}\n`);
  process.stderr.write('earshot: give it to redirectors as EARSHOT_EDGE_KEY; it opens what they keep and hand over\n');
  if (keys.previousEdgeKey !== null)
    process.stderr.write('earshot: the secret is being changed; --json also prints the key before it, for EARSHOT_PREVIOUS_EDGE_KEY\n');
}

/** `earshot edge key`: the key of redirectors, which follows from the secret of the installation that it is called on. */
export function edgeKeyCommand(): Command {
  return new Command('key')
    .description("print the key that redirectors get as EARSHOT_EDGE_KEY in place of the secret, which this installation's environment has")
    .option('--json', 'print {"edgeKey","previousEdgeKey"}')
    .action(show);
}
