import type { LiveAdvice, LiveForecast } from '@ted/messaging';
import { rounded } from './rounded.ts';

/** ingest's forecast as every tick carries it. */
export function forecastView(forecast: LiveForecast): LiveForecast {
  return {
    ...forecast,
    confidence: rounded(forecast.confidence),
    hazard: rounded(forecast.hazard, 6),
    p_rug_40: rounded(forecast.p_rug_40, 6),
    baseline_p_rug_40: rounded(forecast.baseline_p_rug_40, 6),
    experts: forecast.experts.map(({ name, weight, prior, p_rug_40, evidence }) => ({
      name,
      weight: rounded(weight),
      prior: rounded(prior, 3),
      p_rug_40: p_rug_40 === null ? null : rounded(p_rug_40),
      evidence: rounded(evidence, 1),
    })),
  };
}

/** ingest's advice as every tick carries it. */
export function adviceView(advice: LiveAdvice): LiveAdvice {
  return {
    ...advice,
    p_win_40: rounded(advice.p_win_40, 6),
    expected_value: rounded(advice.expected_value, 6),
    confidence: rounded(advice.confidence),
    p_low: rounded(advice.p_low),
    p_high: rounded(advice.p_high),
    gates: advice.gates.map((gate) => ({
      ...gate,
      value: gate.value === null ? null : rounded(gate.value),
    })),
  };
}
