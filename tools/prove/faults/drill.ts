import type { AuditTenant } from '../crash/batches.ts';
import { judge, type Ledger, type Verdict } from '../crash/ledger.ts';
import { readStored } from '../crash/stored.ts';
import type { Ground } from './ground.ts';

/** What a drill saw, and what of that is not as expected. */
export interface Outcome {
  seen: string;
  faults: string[];
}

/** One kind of harm, what is expected of it, and how to see whether that holds. */
export interface Drill {
  name: string;
  fault: string;
  /** In one sentence. */
  expected: string;
  run(tell: (text: string) => void): Promise<Outcome>;
}

/** Collects what does not hold. */
export function openChecks(): { faults: string[]; demand(holds: boolean, fault: string): void } {
  const faults: string[] = [];
  return { faults, demand: (holds, fault) => void (holds || faults.push(fault)) };
}

/** What became of everything that clients noted in a ledger. */
export async function auditLedger(ground: Ground, ledger: Ledger, tenants: readonly AuditTenant[]): Promise<Verdict> {
  return judge(ledger, await readStored(ground, tenants));
}

/** Whether nothing of a ledger was lost, doubled, altered or made up. */
export function isWhole({ lost, doubled, altered, unexpected }: Verdict): boolean {
  return lost + doubled + altered + unexpected === 0;
}

export function verdictText({ acknowledged, lost, doubled, altered, unexpected }: Verdict): string {
  const others = altered + unexpected === 0 ? '' : `, ${altered} altered, ${unexpected} unexpected`;
  return `${acknowledged} events acknowledged, ${lost} lost, ${doubled} doubled${others}`;
}
