import { isModel, MODEL_VERSION, MODELS, type ModelVersion } from '@ted/forecast';

interface ModelSettings {
  STREAM_INFLUENCE_ENABLED: boolean;
  CHALLENGER_MODEL: string;
}

/** Which model speaks and which one forecasts beside it. Throws an Error that names the models if there is no such one. */
export function modelsOf(settings: ModelSettings): { model: ModelVersion; challenger?: ModelVersion } {
  const model = settings.STREAM_INFLUENCE_ENABLED ? MODEL_VERSION : 'mixture-3-without-features';
  const { CHALLENGER_MODEL: challenger } = settings;
  if (challenger === 'none') return { model };
  if (isModel(challenger)) return { model, challenger };
  throw new Error(
    `CHALLENGER_MODEL: there is no model ${challenger}; there are ${Object.keys(MODELS).join(', ')}`,
  );
}
