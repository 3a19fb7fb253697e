export * from './game.ts';
export * from './plant.ts';
export * from './simulate.ts';
export * from './recorded.ts';
export * from './run.ts';
export * from './study.ts';
