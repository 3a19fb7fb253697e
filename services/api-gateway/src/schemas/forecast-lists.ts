import * as z from 'zod';
import { feedQuery, pageFields, pageQuery, rangeQuery } from './common.ts';
import { storedPrediction } from './stored-prediction.ts';
import { storedSideBet } from './stored-side-bet.ts';

/** `GET /api/predictions` and `GET /api/side-bets`. */
export const forecastListQuery = z.object({
  ...feedQuery.shape,
  ...rangeQuery.shape,
  ...pageQuery.shape,
});

export const predictionList = z.object({ predictions: z.array(storedPrediction), ...pageFields });
export const sideBetList = z.object({ side_bets: z.array(storedSideBet), ...pageFields });
