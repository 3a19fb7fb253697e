import { randomBytes, timingSafeEqual } from 'node:crypto';
import { MongoError } from '../errors.ts';
import { hash, hmac, ITERATIONS, type User, type Verifier } from './user.ts';

const NONCE_BYTES = 24;

/** One login by SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding, as MongoDB uses it. */
export class ScramConversation {
  readonly #user: User;
  readonly #name: string;
  readonly #verifier: Verifier;
  readonly #nonce: string;
  readonly #clientFirst: string;
  readonly serverFirst: string;

  /** @param payload the client's first message: `n,,n=<user>,r=<nonce>` */
  constructor(user: User, payload: string) {
    const match = /^n,,(n=([^,]*),r=([\x21-\x2b\x2d-\x7e]+))$/.exec(payload);
    if (!match) throw failed();
    this.#user = user;
    this.#clientFirst = match[1]!;
    this.#name = match[2]!.replaceAll('=2C', ',').replaceAll('=3D', '=');
    this.#verifier = user.verifierFor(this.#name);
    this.#nonce = match[3]! + randomBytes(NONCE_BYTES).toString('base64');
    this.serverFirst = `r=${this.#nonce},s=${this.#verifier.salt.toString('base64')},i=${ITERATIONS}`;
  }

  /**
   * Checks the client's proof: `c=biws,r=<nonce>,p=<proof>`.
   * @returns the last message, by which the server proves itself
   * @throws MongoError AuthenticationFailed, for a wrong password as for an unknown user
   */
  finish(payload: string): string {
    const match = /^(c=biws,r=([^,]+)),p=([A-Za-z0-9+/=]+)$/.exec(payload);
    if (!match || match[2] !== this.#nonce) throw failed();
    const { storedKey, serverKey } = this.#verifier;
    const proven = `${this.#clientFirst},${this.serverFirst},${match[1]}`;
    const signature = hmac(storedKey, proven);
    const proof = Buffer.from(match[3]!, 'base64');
    if (proof.length !== signature.length) throw failed();
    const clientKey = Buffer.from(proof.map((byte, i) => byte ^ signature[i]!));
    const fits = timingSafeEqual(hash(clientKey), storedKey);
    if (!fits || this.#name !== this.#user.name) throw failed();
    return `v=${hmac(serverKey, proven).toString('base64')}`;
  }
}

const failed = (): MongoError => new MongoError('AuthenticationFailed', 'Authentication failed.');
