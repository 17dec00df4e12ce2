import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { shellWord } from '../reporters/shell-word.ts'
import { programName } from './program-name.ts'

it.each([
  ['/usr/bin/ackproof', {}, 'ackproof'],
  ['/x/node_modules/.bin/ackproof', { npm_command: 'exec' }, 'npx ackproof'],
  [resolve('dist/cli/main.js'), {}, 'node dist/cli/main.js'],
  ['/a b/main.js', {}, "node '/a b/main.js'"],
])('%s with %j is run again as %j', (script, env, expected) => {
  expect(programName(script, env)).toBe(expected)
})

it.each([
  ['classic/die-hard', 'classic/die-hard'],
  ['two words', "'two words'"],
  ["it's", `'it'\\''s'`],
  ["a\nb 'c' \u001b[31m", `$'a\\012b \\'c\\' \\033[31m'`],
])('%j is the word %s', (text, expected) => {
  expect(shellWord(text)).toBe(expected)
})
