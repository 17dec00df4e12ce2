import type { PointOfNoReturn, SpecDefinition, Trace } from '../../spec/language/index.ts'
import { stepText } from '../print/sentence.ts'
import type { StoryTurn } from './story.ts'

/** From where on the promise could not be kept any more, in words. */
export function turnOf({ actions }: SpecDefinition, found: PointOfNoReturn, trace: Trace): StoryTurn {
  const { index, instead: other, unknown } = found
  const instead = other === null ? null : stepText(actions, { action: other.action, args: other.params })
  return { index, isKnown: unknown === null, instead, sentence: sentenceOf(found, trace.length, instead) }
}

function sentenceOf({ index, unknown }: PointOfNoReturn, length: number, instead: string | null): string {
  switch (unknown) {
    case 'budget':
      return 'point of no return: not found, there are too many ways on'
    case 'constraint':
      return 'point of no return: not known, some ways on leave the constraint'
    case 'bound':
      return 'point of no return: not known, some ways on leave what was explored'
    case 'error':
      return 'point of no return: not known, some way on meets a mistake in the specification'
    case null:
      break
  }
  if (index === null) return 'unavoidable from the initial state on: every continuation breaks it'
  const other = instead === null ? '' : `; ${instead} in its place could still avoid it`
  if (index === length - 2) return `avoidable until the last step${other}`
  return `point of no return: after step ${index + 1} every continuation breaks it${other}`
}
