import { expect, it } from 'vitest'
import { holds, specify, suite } from '../spec/language/index.ts'
import { suitesIn, uncheckedIn } from './suites-in.ts'

const base = ({ limit }: { readonly limit: number }) => specify('counter', { n: 0 }).always('small', (s) => s.n < limit)
const contract = specify('contract', { low: true })

it('a specification beside suites counts as unchecked where none of them is made of it or refines it', () => {
  const counter = suite('counter', () =>
    base({ limit: 2 }).refines('does it', contract, (s) => ({ low: s.n < 2 }))).scenario({
    title: 'usual',
    expect: { small: holds, 'does it': holds },
  })
  const exports = { counter, contract, wider: base({ limit: 9 }), forgotten: specify('counter', { m: 0 }), limit: 2 }
  expect(uncheckedIn(exports, suitesIn(exports, 'file'))).toEqual(['forgotten'])
})
