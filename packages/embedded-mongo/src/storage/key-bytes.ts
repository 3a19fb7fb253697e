/** A growing buffer in which keys are made; they are short. */
export class KeyBytes {
  #buffer = Buffer.allocUnsafe(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  invertFrom(start: number): void {
    const [buffer, end] = [this.#buffer, this.#length];
    for (let i = start; i < end; i++) buffer[i] = 255 - buffer[i]!;
  }

  /** Makes room for `size` bytes and returns where they begin. */
  #reserve(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(this.#length * 2);
      this.#buffer.copy(larger, 0, 0, start);
      this.#buffer = larger;
    }
    return start;
  }

  byte(value: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  uint16(value: number): void {
    const at = this.#reserve(2);
    this.#buffer.writeUInt16BE(value, at);
  }

  uint32(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeUInt32BE(value, at);
  }

  uint64(value: bigint): void {
    const at = this.#reserve(8);
    this.#buffer.writeBigUInt64BE(value, at);
  }

  /** A whole number of 48 bits. */
  uint48(value: number): void {
    const at = this.#reserve(6);
    this.#buffer.writeUIntBE(value, at, 6);
  }

  /** Bytes of a checked document. */
  slice(raw: Buffer, start: number, end: number): void {
    let at = this.#reserve(end - start);
    const buffer = this.#buffer;
    for (let i = start; i < end; i++) buffer[at++] = raw[i]!; // few: faster than a call
  }

  bytes(value: Uint8Array): void {
    const at = this.#reserve(value.length);
    this.#buffer.set(value, at);
  }

  /** UTF-8 bytes, the byte 0 written as 0 255, ended by 0 0. */
  text(value: string): void {
    if (value.includes('\0')) {
      const [first, ...rest] = value.split('\0');
      this.bytes(Buffer.from(first!));
      for (const part of rest) {
        this.uint16(0x00ff);
        this.bytes(Buffer.from(part));
      }
    } else {
      const at = this.#reserve(value.length * 3);
      this.#length = at + this.#buffer.write(value, at, 'utf8');
    }
    this.uint16(0);
  }

  copy(): Buffer {
    const copied = Buffer.allocUnsafe(this.#length);
    this.#buffer.copy(copied, 0, 0, this.#length);
    return copied;
  }
}
