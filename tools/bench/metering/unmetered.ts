import { registerHooks } from 'node:module';

/** A server that Node starts with this module counts no usage of its own: what counts is replaced by nothing as it is loaded. */
const NOTHING: Readonly<Record<string, string>> = {
  '/server/src/platform/usage-tally.ts': `
    export const tallyUsage = () => undefined;
    export const takeTallies = () => [];
    export const timeWork = (owner, tenantId, work) => work();`,
  '/server/src/metering/collecting/service.ts': `
    export const flushTallies = async () => undefined;
    export const sampleUsage = async () => undefined;
    export const startTallying = () => ({ close: async () => undefined });
    export const startCollecting = () => ({ close: async () => undefined });`,
  '/server/src/api/usage-count.ts': `
    export const isFileAnswer = () => false;
    export const countUsage = () => undefined;`,
};

registerHooks({
  load(url, context, next) {
    const part = Object.keys(NOTHING).find((path) => url.endsWith(path));
    return part === undefined ? next(url, context) : { format: 'module', source: NOTHING[part], shortCircuit: true };
  },
});
