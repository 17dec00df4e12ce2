import type { Command } from './frame.ts'

/** A broker answered that it has not done what it was asked for. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: number

  constructor(what: string, { code, remark }: Pick<Command, 'code' | 'remark'>) {
    super(`${what} was refused with code ${code}: ${remark?.split('\n')[0] ?? 'no remark'}`)
    this.code = code
  }
}
