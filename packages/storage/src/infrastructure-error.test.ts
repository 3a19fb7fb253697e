import { mongo } from 'mongoose';
import { isInfrastructureError } from './infrastructure-error.ts';

const bulkError = (writeErrors: { code: number }[], writeConcernError?: object) => {
  const result = {
    getWriteErrors: () => writeErrors,
    getWriteConcernError: () => writeConcernError,
  } as unknown as mongo.BulkWriteResult;
  return Object.assign(Object.create(mongo.MongoBulkWriteError.prototype) as Error, { result });
};

it.each([
  ['a cut connection', new mongo.MongoNetworkError('connection closed')],
  ['no server', new mongo.MongoServerSelectionError('timed out', {} as mongo.TopologyDescription)],
  ['a server that is not primary', new mongo.MongoServerError({ message: 'not primary', code: 10107 })],
  ['a full disk', new mongo.MongoServerError({ message: 'out of disk', code: 14031 })],
  ['a bulk write whose connection was cut', bulkError([])],
  ['a bulk write that filled the disk half-way', bulkError([{ code: 121 }, { code: 14031 }])],
  ['a bulk write that no majority confirmed', bulkError([{ code: 11000 }], { code: 64 })],
  ['a connection that is not open yet', new Error('not connected: connect ECONNREFUSED')],
])('%s is infrastructure', (_, error) => {
  expect(isInfrastructureError(error)).toBe(true);
});

it.each([
  ['a duplicate key', bulkError([{ code: 11000 }])],
  ['a refused document', new mongo.MongoServerError({ message: 'failed validation', code: 121 })],
  ['our own mistake', new TypeError('x is not a function')],
])('%s is not', (_, error) => {
  expect(isInfrastructureError(error)).toBe(false);
});
