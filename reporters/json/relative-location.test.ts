import { expect, it } from 'vitest'
import { relativeTo } from './relative-location.ts'

it.each([
  ['/projects/shop', '/projects/shop/specs/a b.ts:3:7', 'specs/a b.ts:3:7'],
  ['/projects/shop/', '/projects/shop/a.ts:3:7', 'a.ts:3:7'],
  ['/projects/shop', '/projects/shop2/a.ts:3:7', '/projects/shop2/a.ts:3:7'],
  ['/projects/shop', '/elsewhere/a.ts:3:7', '/elsewhere/a.ts:3:7'],
  ['/projects/shop', 'a.ts:3:7', 'a.ts:3:7'],
  ['/', '/a.ts:3:7', 'a.ts:3:7'],
  ['/projects', '/projects/odd\\name.ts:1:1', 'odd\\name.ts:1:1'],
  ['C:\\projects', 'C:\\projects\\specs\\a.ts:3:7', 'specs/a.ts:3:7'],
  ['C:\\projects', 'D:\\projects\\a.ts:3:7', 'D:/projects/a.ts:3:7'],
])('in %s, %s is %s', (root, location, relative) => {
  expect(relativeTo(root)(location)).toBe(relative)
})

it('has nothing to say of an unknown place', () => {
  expect(relativeTo('/projects')(null)).toBe(null)
})
