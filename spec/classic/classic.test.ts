import { describe, expect, it } from 'vitest'
import { classicSuites } from './index.ts'

describe('the collection', () => {
  it('says of every specification what is modelled and where it comes from', () => {
    for (const { scenarios } of classicSuites) {
      for (const { definition } of scenarios) expect(definition.about).toMatch(/Source:|Closed form/)
    }
  })
})
