export type { SimulatedConversion, SimulatedRefund, SimulatedTouchpoint } from './events.ts';
export { type Catalog, simulateWorld, type Truth, type World, type WorldOptions } from './world.ts';
