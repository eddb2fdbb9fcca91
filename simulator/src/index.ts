export type { SimulatedConversion, SimulatedRefund, SimulatedTouchpoint } from './events.ts';
export { type Catalog, simulateWorld, type Truth, type World, type WorldOptions } from './world.ts';
export {
  describeWorld,
  type Life,
  type NamedWorld,
  type NamedWorldOptions,
  simulateNamedWorld,
  truthOf,
  WORLD_NAMES,
  type WorldDescription,
  type WorldName,
} from './worlds/world.ts';
