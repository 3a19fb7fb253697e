const { log } = Math;

/** Least probability that a forecast is charged for, so that a sure and wrong one stays finite. */
const LEAST = 1e-12;
const SMALL = 1e-280;

/** Σ ln p, by the logarithm of products: a multiplication is ten times cheaper than a logarithm. */
export class LogSum {
  #product = 1;
  #sum = 0;

  add(p: number): void {
    this.#product *= p < LEAST ? LEAST : p;
    if (this.#product < SMALL) this.#fold();
  }

  get value(): number {
    this.#fold();
    return this.#sum;
  }

  #fold(): void {
    this.#sum += log(this.#product);
    this.#product = 1;
  }
}
