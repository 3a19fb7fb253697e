import * as z from 'zod';

/** What `confidence` means of a forecast of the end; how well it is calibrated, the scores beside it say. */
export const forecastConfidence = z
  .number()
  .min(0)
  .max(1)
  .describe('The mixture’s probability that the end lies in the 85% interval, given that the game runs');

/** What `confidence` means of a side bet. */
export const betConfidence = z
  .number()
  .min(0)
  .max(1)
  .describe('Posterior probability that the bet is worth its price; 0 where its chance is below break-even');
