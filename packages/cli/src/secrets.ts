import { randomBytes } from 'node:crypto';

/**
 * What `./ted init` writes into the `.env` with random values, with what each is for. Letters and digits only: they go into URLs,
 * headers and MongoDB's key file as they are.
 */
export const SECRETS = {
  MONGO_ROOT_PASSWORD: 'of the administrator of the MongoDB in docker-compose.yml',
  MONGO_PASSWORD: 'of the user that TED is there',
  MONGO_KEY: 'by which members of a replica set know each other',
  REDIS_PASSWORD: 'of the Redis in docker-compose.yml',
  METRICS_TOKEN: 'what Prometheus sends to read /metrics',
  ADMIN_TOKEN: 'what whoever administers TED over the API sends',
  GRAFANA_PASSWORD: 'of the user admin in Grafana',
} as const;

/** 192 random bits. */
export const newSecret = (): string => randomBytes(24).toString('hex');
