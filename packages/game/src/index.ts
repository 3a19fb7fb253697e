export * from './constants.ts';
export * from './features.ts';
export * from './feed-events.ts';
export * from './revealed-game.ts';
export * from './tracker-events.ts';
export * from './tracker.ts';
