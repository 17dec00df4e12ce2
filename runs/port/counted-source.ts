/**
 * The places in an author's files that are counted, as plain data. Each has a number; an exploration tells the numbers of
 * those that ran.
 */

/** A file of the author's that is loaded as a specification, or that such a file imports. */
export interface CountedFile {
  /** As a person writes it, from the folder where the command runs; `/` between its parts. */
  readonly path: string
  /** In the order of the source. */
  readonly functions: readonly CountedFunction[]
  readonly lines: readonly CountedLine[]
  readonly branches: readonly Branch[]
}

export interface CountedFunction {
  readonly name: string
  readonly line: number
  readonly number: number
}

export interface CountedLine {
  readonly line: number
  /** The line ran where one of these did. */
  readonly numbers: readonly number[]
}

export type BranchKind = 'if' | '?:' | '&&' | '||' | '??' | 'switch' | 'default'

/** A place in the source from where it goes on in one of several ways. */
export interface Branch {
  readonly kind: BranchKind
  readonly line: number
  /** From 1. */
  readonly column: number
  readonly sides: readonly BranchSide[]
}

export interface BranchSide {
  readonly number: number
  /** What it is, with what decides it: ``the else side of `s.n > 3` ``. */
  readonly words: string
  /** Whether it is there for something else than to run: it throws, or is only what is left when another side is not. */
  readonly mayBeIdle: boolean
}
