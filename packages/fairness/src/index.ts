export { gameVersions, playGame } from './algorithm.ts';
export type { GameParameters, GameVersion, PlayedGame } from './algorithm.ts';
export { serverSeedHash } from './hash.ts';
