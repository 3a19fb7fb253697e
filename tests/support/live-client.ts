import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A WebSocket client of `/api/ws` that keeps every message. */
export class LiveClient {
  readonly messages: any[] = [];
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString('utf8'))));
  }

  static async connect(gatewayUrl: string): Promise<LiveClient> {
    const socket = new WebSocket(`${gatewayUrl.replace(/^http/, 'ws')}/api/ws`);
    const client = new LiveClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** The updates of running games, in order of arrival. */
  get ticks(): { gameId: string; tick: number; price: number }[] {
    return this.messages
      .filter((message) => message.type === 'update' && message.game_state.isActive)
      .map(({ game_state }) => ({
        gameId: game_state.gameId,
        tick: game_state.currentTick,
        price: game_state.currentPrice,
      }));
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Waits for the first message from now on that satisfies. */
  async next(satisfies: (message: any) => boolean): Promise<any> {
    for (let i = this.messages.length; ; i++) {
      while (i >= this.messages.length) await once(this.#socket, 'message');
      if (satisfies(this.messages[i])) return this.messages[i];
    }
  }

  close(): void {
    this.#socket.terminate();
  }
}
