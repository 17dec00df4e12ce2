/** Sentences of stories are for readers: nothing of the program shows in them. */
import { expect } from 'vitest'
import type { CheckResult } from '../checker/contract/result.ts'
import { tell } from '../counterexamples/index.ts'
import type { SpecDefinition } from '../spec/language/index.ts'

export function expectReadable(definition: SpecDefinition, { properties }: Pick<CheckResult, 'properties'>): void {
  for (const { name, kind, part, trace } of properties) {
    if (trace === null) continue
    for (const step of tell(definition, { property: name, kind, part, trace }).steps) {
      expect(step.storyProblem).toBeNull()
      expect(step.sentence).not.toMatch(/undefined|\bnull\b|renews nothing/)
    }
  }
}
