declare module 'mongodb/lib/cmap/commands.js' {
  /** Documents that travel beside a command (a section of kind 1 in OP_MSG). */
  export class DocumentSequence {
    constructor(field: string);
    /** @param document what the driver shows of it to listeners */
    push(document: object, raw: Uint8Array): number;
  }
}
