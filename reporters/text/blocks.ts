/** Lines about suites, a block for each: a header, then what there is to say, a blank line between two blocks. */
import type { SuiteOutline } from '../../runs/port/outline.ts'

export class Blocks {
  #suite: SuiteOutline | null = null

  /** Lines about a scenario, below the header of its suite where that has not been printed yet. */
  block(suite: SuiteOutline, header: (name: string) => string, lines: readonly string[]): readonly string[] {
    const isNew = suite !== this.#suite
    const top = isNew ? [...(this.#suite === null ? [] : ['']), header(suite.name)] : []
    this.#suite = suite
    return [...top, ...lines]
  }

  /** Lines below all blocks. */
  below(lines: readonly string[]): readonly string[] {
    return [...(this.#suite === null ? [] : ['']), ...lines]
  }
}
