import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, elide, fold, oneLine } from './plain-text.ts'

describe('text on its way to a terminal or a diagram', () => {
  it('is one line without characters that act on the output', () => {
    expect(oneLine(' a\n\tb\u001b[2J\u0000\u202e\ud800 ')).toBe('a b�[2J���')
  })

  it('folds to the width asked for and loses nothing but spaces', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }).map(oneLine),
        fc.integer({ min: 4, max: 20 }),
        (text, columns) => {
          const lines = fold(text, columns)
          expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns)
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        },
      ),
    )
  })

  it('counts wide characters as two columns and keeps emoji whole', () => {
    expect(columnsOf('漢字👩‍👩‍👧‍👦é')).toBe(7)
    expect(fold('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 4)).toEqual(['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'])
  })

  it('is cut in the middle, where both ends matter', () => {
    expect(elide('{type: commit, message: m1, to: rm1}', 20)).toBe('{type: commit…: rm1}')
  })
})
