/** MongoDB's error codes, as far as this server answers with them. */
export const ERROR_CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  AuthenticationFailed: 18,
  MechanismUnavailable: 334,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  IllegalOperation: 20,
  InvalidBSON: 22,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ProtocolError: 17,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  ShutdownInProgress: 91,
  CommandNotSupportedOnView: 166,
  CannotIndexParallelArrays: 171,
  NotImplemented: 238,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  KeyTooLong: 17280,
  UnknownField: 40415,
} as const;
export type ErrorName = keyof typeof ERROR_CODES;

/** An answer with `ok: 0`, or one entry of `writeErrors`. `details` are further fields of it. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly details: Record<string, unknown>;

  /** An error by its number, also one that this server has no own use for. */
  static withCode(code: number, message: string, details: Record<string, unknown> = {}): MongoError {
    const known = (Object.keys(ERROR_CODES) as ErrorName[]).find((name) => ERROR_CODES[name] === code);
    return new MongoError(known ?? code, message, details);
  }

  constructor(name: ErrorName | number, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'MongoError';
    this.code = typeof name === 'number' ? name : ERROR_CODES[name];
    // Errors that MongoDB has no name for are called by their place in its source.
    this.codeName = typeof name === 'number' || name === 'UnknownField' ? `Location${this.code}` : name;
    this.details = details;
  }
}

/** The refusal of something that MongoDB has and this server has not. */
export function notSupported(what: string): MongoError {
  return new MongoError('NotImplemented', `${what} is not supported by TED's embedded server`);
}
