import { describe, expect, it } from 'vitest'
import { anchors, codeBlocks, links } from './pages.ts'

const page = (...lines: string[]) => ({ path: 'docs/page.md', text: lines.join('\n') })

describe('code blocks', () => {
  it('are found with their line, language and directive, also inside a list', () => {
    const text = page(
      '# Title',
      '```ts',
      'one',
      '```',
      '',
      '- item',
      '',
      '<!-- sample: exits 1 -->',
      '  ~~~console',
      '  $ two',
      '  ~~~',
    )
    expect(codeBlocks(text)).toEqual([
      { page: 'docs/page.md', line: 3, language: 'ts', text: 'one\n', directive: null },
      { page: 'docs/page.md', line: 10, language: 'console', text: '$ two\n', directive: 'exits 1' },
    ])
  })

  it('may show a fence inside a longer fence', () => {
    expect(codeBlocks(page('````text', '```ts', '```', '````')).map(({ text }) => text)).toEqual(['```ts\n```\n'])
  })

  it('that are never closed are a mistake', () => {
    expect(() => codeBlocks(page('text', '```ts', 'one'))).toThrow('docs/page.md:2: this code block is never closed')
  })
})

describe('links', () => {
  it('are found with their line, but not in code', () => {
    const text = page('see [a](b.md#c),', '`[no](x.md)`', '```ts', '[no](y.md)', '```', '![picture](d.svg)')
    expect(links(text)).toEqual([
      { page: 'docs/page.md', line: 1, target: 'b.md#c' },
      { page: 'docs/page.md', line: 6, target: 'd.svg' },
    ])
  })

  it('lead to headings by their words', () => {
    expect(anchors(page('# Two words', '## `--json FILE`', '## Two words'))).toEqual([
      'two-words',
      '--json-file',
      'two-words-1',
    ])
  })
})
