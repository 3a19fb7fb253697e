const NAMES: Readonly<Record<string, string>> = {
  games: 'Games',
  predictions: 'Predictions',
  side_bets: 'Side bets',
  tick_samples: 'Tick samples',
  system_samples: 'System samples',
  metrics_hourly: 'Hourly metrics',
  status_checks: 'Status checks',
  dead_letters: 'Dead letters',
};

/** A collection in plain words; an unknown one keeps its name. */
export const collectionName = (name: string): string => NAMES[name] ?? name;
