export type { FeedSource, Frame } from './feed-source.ts';
export { startFeedServer } from './server.ts';
export type { FeedServer, FeedServerOptions } from './server.ts';
export { simulatedGames } from './simulated-games.ts';
export type { SimulationOptions } from './simulated-games.ts';
export type { Faults } from './faults.ts';
export { frames } from './frames.ts';
export type { HandMadeFrame } from './frames.ts';
