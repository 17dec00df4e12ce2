interface Waiting {
  readonly count: number
  readonly go: () => void
}

/** Lets so much go on at once. Who needs everything comes before all who wait. */
export class Permits {
  readonly #all: number
  #free: number
  readonly #waiting: Waiting[] = []

  constructor(all: number) {
    this.#all = all
    this.#free = all
  }

  /** Runs `body` once a permit is free, and holds it until that has ended. */
  async holdOne<T>(body: () => Promise<T>): Promise<T> {
    return this.#hold(1, body, (waiting) => this.#waiting.push(waiting))
  }

  /** Runs `body` once nothing else goes on, and lets nothing else begin until that has ended. */
  async holdAll<T>(body: () => Promise<T>): Promise<T> {
    return this.#hold(this.#all, body, (waiting) => this.#waiting.unshift(waiting))
  }

  async #hold<T>(count: number, body: () => Promise<T>, queue: (waiting: Waiting) => void): Promise<T> {
    await new Promise<void>((go) => {
      queue({ count, go })
      this.#admit()
    })
    try {
      return await body()
    } finally {
      this.#free += count
      this.#admit()
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.count <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#free -= next.count
      next.go()
    }
  }
}
