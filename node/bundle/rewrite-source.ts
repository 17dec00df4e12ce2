/** An author's file as it is run: comparing content, copying a state without reading it, with an `import.meta` of its own. */
import { basename } from 'node:path'
import MagicString from 'magic-string'
import { dialectOf, parseFile, walk } from '../../spec/source/syntax-tree.ts'
import { giveOwnPlace } from './common-js.ts'
import { ContentEquality } from './content-equality.ts'
import { type CountedSources, firstNumber } from './counted-sources.ts'
import { giveOwnImportMeta } from './import-meta.ts'
import { spreadLazily } from './lazy-spread.ts'
import { SourceCounters } from './source-counters.ts'

/**
 * The text to run, with a source map to the one given, which it is where nothing needs to change. Throws a `Refusal`
 * where something cannot mean what it should, and a SyntaxError where the text is no source. With `counted`, what runs of
 * it is counted.
 */
export function rewriteSource(path: string, text: string, counted: CountedSources | null = null): string {
  const { program } = parseFile(text, dialectOf(path))
  const edits = new MagicString(text)
  const equality = new ContentEquality(text, program, edits)
  const counters = counted === null ? null : new SourceCounters(text, edits, firstNumber(path))
  giveOwnPlace(path, program, edits)
  walk(program, (place) => {
    counters?.visit(place)
    spreadLazily(place, edits)
    equality.visit(place)
    giveOwnImportMeta(path, place, edits)
  })
  if (counters !== null) counted?.add(path, counters)
  if (!edits.hasChanged()) return text
  const map = edits.generateMap({ source: basename(path), hires: 'boundary', includeContent: false })
  return `${edits.toString()}\n//# sourceMappingURL=${map.toUrl()}\n`
}
