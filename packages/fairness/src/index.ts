export { nextPrice, playGame, replayGame, type PlayedGame } from './algorithm.ts';
export { gameVersions, type GameParameters, type GameVersion } from './versions.ts';
export { serverSeedHash } from './hash.ts';
export * from './verify.ts';
export * from './e-process/evidence.ts';
export { rugPrice } from './rug-price.ts';
