import { deadLetterAction, type DeadLetterAction } from '@ted/messaging';
import { listDeadLetters } from '@ted/storage';
import { demand, HttpError } from '../errors.ts';
import {
  actionParams,
  actionStarted,
  actionState,
  deadLetters,
  deadLettersQuery,
  selectionBody,
} from '../schemas/admin.ts';
import { endpoint, type Endpoint } from './endpoint.ts';

/** Of a record; the whole of it is shown by `./ted deadletter list KEY`. */
const SHOWN_CHARACTERS = 2000;
const PATH = '/api/admin/dead-letters';

export const listLetters = endpoint({
  method: 'get',
  path: PATH,
  tag: 'admin',
  summary: 'Records that could not be stored, newest first',
  query: deadLettersQuery,
  answer: deadLetters,
  errors: [503],
  admin: true,
  handle: async (gateway, { query: { page, limit } }) => {
    const { total, letters } = await gateway.withDatabase((database) =>
      listDeadLetters(database, { page, perPage: limit }),
    );
    const shown = letters.map(({ key, kind, reason, record, created_at }) => ({
      key,
      kind,
      reason,
      record: record.slice(0, SHOWN_CHARACTERS),
      created_at: created_at.toISOString(),
    }));
    return { dead_letters: shown, total, page, limit };
  },
});

const act = (action: DeadLetterAction['action'], summary: string): Endpoint =>
  endpoint({
    method: 'post',
    path: `${PATH}/${action}`,
    tag: 'admin',
    summary,
    body: selectionBody,
    answer: actionStarted,
    errors: [503],
    admin: true,
    handle: async (gateway, { body }) => {
      const wanted = demand(deadLetterAction, { action, ...body });
      const job = await gateway.withRedis(() => gateway.actions.add(wanted));
      gateway.logger.info(`Dead letters: ${action} was asked for over the API (job ${job})`);
      return { job };
    },
  });

export const retryLetters = act(
  'retry',
  'Has a worker store their records again; those that it stores are gone',
);
export const discardLetters = act('discard', 'Has a worker delete them with their records');

export const showAction = endpoint({
  method: 'get',
  path: '/api/admin/actions/:job',
  tag: 'admin',
  summary: 'What became of an action; the last 100 are known',
  params: actionParams,
  answer: actionState,
  errors: [404, 503],
  admin: true,
  handle: async (gateway, { params: { job } }) => {
    const state = await gateway.withRedis(() => gateway.actions.state(job));
    if (!state) throw new HttpError(404, `No action ${job} is known`);
    return state;
  },
});
