import { runMany } from './bench.ts';

await runMany();
