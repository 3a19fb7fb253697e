import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** As MongoDB's own default for SCRAM-SHA-256. */
export const ITERATIONS = 15_000;
const SALT_BYTES = 28;
const KEY_BYTES = 32;

/** What SCRAM keeps of a password (RFC 5802, section 3): enough to check a proof, not enough to make one. */
export interface Verifier {
  salt: Buffer;
  storedKey: Buffer;
  serverKey: Buffer;
}

export const hmac = (key: Buffer, text: string | Buffer): Buffer =>
  createHmac('sha256', key).update(text).digest();
export const hash = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** The one user of a server. Users that do not exist are answered as if they did, with a salt that stays the same. */
export class User {
  readonly name: string;
  readonly #verifier: Verifier;
  readonly #secret = randomBytes(KEY_BYTES);

  private constructor(name: string, verifier: Verifier) {
    this.name = name;
    this.#verifier = verifier;
  }

  /** Takes some 10 ms in a thread of its own. */
  static async create(name: string, password: string): Promise<User> {
    const { saslprep } = await import('@mongodb-js/saslprep'); // its tables take a while, and most servers have no user
    const salt = randomBytes(SALT_BYTES);
    const salted = await promisify(pbkdf2)(saslprep(password), salt, ITERATIONS, KEY_BYTES, 'sha256');
    const storedKey = hash(hmac(salted, 'Client Key'));
    return new User(name, { salt, storedKey, serverKey: hmac(salted, 'Server Key') });
  }

  /** Of this user, or one that no proof fits. */
  verifierFor(name: string): Verifier {
    if (name === this.name) return this.#verifier;
    const random = hmac(this.#secret, name);
    return {
      salt: Buffer.concat([random, random]).subarray(0, SALT_BYTES),
      storedKey: random,
      serverKey: random,
    };
  }
}
