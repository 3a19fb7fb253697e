import { isNumber, toDouble } from '../bson/numbers.ts';
import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import type { FailCommand } from '../fail-points.ts';
import { Arguments } from './arguments.ts';
import type { Command } from './command.ts';

export const configureFailPoint: Command = {
  name: 'configureFailPoint',
  fields: ['mode', 'data'],
  adminOnly: true,
  run({ server, args }) {
    if (!server.failPoints) throw new MongoError('CommandNotFound', "no such command: 'configureFailPoint'");
    const name = args.string('configureFailPoint');
    if (name !== 'failCommand') throw notSupported(`the fail point ${name}`);
    const mode = args.value('mode');
    server.failPoints.set(mode === 'off' ? undefined : parse(mode, args.document('data', new Map())));
    return {};
  },
};

function parse(mode: Value | undefined, data: Doc): FailCommand {
  const args = new Arguments('configureFailPoint.data', data).allow([
    ...['failCommands', 'errorCode', 'errorLabels', 'errorExtraInfo', 'closeConnection', 'writeConcernError'],
  ]);
  const code = data.get('errorCode');
  const labels = data.get('errorLabels');
  return {
    names: new Set(args.array('failCommands').map(String)),
    left: timesOf(mode),
    cut: args.boolean('closeConnection', false),
    error: isNumber(code)
      ? MongoError.withCode(
          toDouble(code),
          'Failing command via failpoint',
          labels ? { errorLabels: labels } : {},
        )
      : undefined,
    writeConcernError: data.has('writeConcernError') ? args.document('writeConcernError') : undefined,
  };
}

function timesOf(mode: Value | undefined): number {
  if (mode === 'alwaysOn') return Infinity;
  const times = isDoc(mode) ? mode.get('times') : undefined;
  if (isNumber(times)) return toDouble(times);
  throw notSupported("a fail point's mode other than off, alwaysOn and times");
}
