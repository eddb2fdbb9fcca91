import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { buildProgram } from './program.ts';
import { failureText } from './failure.ts';
