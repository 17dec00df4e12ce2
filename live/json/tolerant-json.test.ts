import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { objectIn, parseTolerantJson } from './tolerant-json.ts'

it('reads numeric keys without quotes, at any depth and with blanks', () => {
  const text = '{"offsetTable":{"T@G":{0:2,1:5},\n\t"%RETRY%G@G":{ 12 : 0 }}}'
  expect(parseTolerantJson(text)).toEqual({ offsetTable: { 'T@G': { '0': 2, '1': 5 }, '%RETRY%G@G': { '12': 0 } } })
})

it('leaves texts alone that look like such a key', () => {
  expect(parseTolerantJson('{"a":"{1:2,3:4","b\\"{5:":[6,7]}')).toEqual({ a: '{1:2,3:4', 'b"{5:': [6, 7] })
})

it('refuses what is no JSON otherwise', () => {
  expect(() => parseTolerantJson('{one:1}')).toThrow(SyntaxError)
  expect(() => parseTolerantJson('')).toThrow(SyntaxError)
})

test.prop([fc.jsonValue()])('reads all that JSON.stringify writes', (value) => {
  expect(parseTolerantJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)))
})

test.prop([fc.dictionary(fc.integer().map(String), fc.string())])('reads maps of numbers without quotes', (map) => {
  const text = `{${Object.entries(map).map(([key, value]) => `${key}:${JSON.stringify(value)}`)}}`
  expect(parseTolerantJson(text)).toEqual({ ...map })
})

it('takes the object of a name, and nothing that is inherited', () => {
  expect(objectIn({ table: { T: 1 } }, 'table')).toEqual({ T: 1 })
  expect(objectIn({ table: [1] }, 'table')).toEqual({})
  expect(objectIn({}, 'constructor')).toEqual({})
})
