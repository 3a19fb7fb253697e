export * from './conformal.ts';
export * from './expert.ts';
export * from './forecaster.ts';
export * from './scoring.ts';
export * from './side-bet.ts';
