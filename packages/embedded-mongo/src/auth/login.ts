import { MongoError } from '../errors.ts';
import { ScramConversation } from './scram.ts';
import type { User } from './user.ts';

/** Whether one connection has logged in; on a server without a user every connection has. */
export class Login {
  readonly #user: User | undefined;
  #conversation: ScramConversation | undefined;
  #isFinished = false;
  #isLoggedIn = false;

  constructor(user: User | undefined) {
    this.#user = user;
  }

  /** Whether commands are allowed. */
  get isAllowed(): boolean {
    return !this.#user || this.#isLoggedIn;
  }

  /** The name of who is logged in. */
  get userName(): string | undefined {
    return this.#isLoggedIn ? this.#user?.name : undefined;
  }

  /** Begins. @returns the server's first message @throws MongoError */
  start(mechanism: string, payload: string): string {
    if (!this.#user) throw new MongoError('AuthenticationFailed', 'this server has no users');
    if (mechanism !== 'SCRAM-SHA-256') {
      throw new MongoError(
        'MechanismUnavailable',
        `Received authentication for mechanism ${mechanism} which is not enabled`,
      );
    }
    this.#isFinished = false;
    this.#conversation = new ScramConversation(this.#user, payload);
    return this.#conversation.serverFirst;
  }

  /** Goes on. @returns the server's message; empty in the exchange that some clients add at the end @throws MongoError */
  continue(payload: string): string {
    if (this.#isFinished && payload === '') return '';
    const conversation = this.#conversation;
    this.#conversation = undefined; // one attempt each
    if (!conversation) throw new MongoError('ProtocolError', 'No SASL session state found');
    const last = conversation.finish(payload);
    this.#isFinished = true;
    this.#isLoggedIn = true;
    return last;
  }

  logout(): void {
    this.#isLoggedIn = false;
  }
}
