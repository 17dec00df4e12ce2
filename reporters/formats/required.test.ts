import { expect, it } from 'vitest'
import { type AuditData, auditFailure } from '../../audit/index.ts'
import { githubOf } from './github.ts'
import { markdownOf } from './markdown.ts'

it('what is required and broken is named as it was required, with the change that mends it and the story', () => {
  const ended = { exitCode: 1, interrupted: null, seconds: 0, error: null } as const
  const at = { promise: 'a message is kept', fault: '1 power cut' }
  const answer = { ...at, cheapestChange: 'flush at once', story: { sentences: ['it is written', 'power goes'] } }
  const data = {
    ...auditFailure(ended),
    files: [{ path: 'b.conf', part: null, answers: [answer] }],
    requirements: [
      {
        ...at,
        requirement: 'kept: 1 power cut',
        outcome: 'broken',
        files: [{ file: 'b.conf', outcome: 'broken', decidedBy: at.fault, reason: null }],
      },
    ],
  } as unknown as AuditData
  for (const text of [githubOf(data), markdownOf(data).replaceAll('\\', '')]) {
    expect(text).toContain('required "kept: 1 power cut"')
    expect(text).toMatch(/cheapest change: flush at once; how: it is written; power goes/)
  }
})
