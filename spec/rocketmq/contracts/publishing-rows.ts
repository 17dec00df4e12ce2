/** The suite `rocketmq/publishing-contract`: what each promise of the contract rules out. */
import { holds, reachable, rows, suite, violated } from '../../language/index.ts'
import { publishingContract, strictPublishing } from './publishing.ts'

const usual = {
  'no message of a transaction that is not committed': holds,
  'one message per transaction': holds,
  'what is published stays': holds,
  'a committed transaction gets its message': holds,
  'no deadlock': holds,
  'a message is published': reachable(3),
} as const

export const publishingContractSuite = rows(
  suite('rocketmq/publishing-contract', publishingContract, strictPublishing),
  usual,
  [
    {
      title: 'publishing that gives every promise',
      headline: 'a committed transaction gets its message',
      counts: { distinct: 3, generated: 3, depth: 3 },
      neighbours: [
        {
          title: 'publishing that may forget',
          about: 'A decision is lost, and nobody is asked any more (T03, T08).',
          but: { mayForget: true },
          expect: { 'a committed transaction gets its message': violated(2) },
          counts: { distinct: 3, generated: 3, depth: 3 },
        },
        {
          title: 'publishing that may lose',
          about: 'A power cut takes the final message (T17). It is published again without end, and lost again.',
          headline: 'what is published stays',
          but: { mayLose: true },
          expect: { 'what is published stays': violated(4) },
          counts: { distinct: 3, generated: 4, depth: 3 },
        },
        {
          title: 'publishing that may repeat',
          about: 'Decision and check-back cross each other (T01).',
          headline: 'one message per transaction',
          but: { mayRepeat: true },
          expect: { 'one message per transaction': violated(4) },
          counts: { distinct: 4, generated: 4, depth: 4 },
          neighbours: [
            {
              title: 'publishing that may repeat and lose',
              about: 'A power cut takes one of two copies, and then the other (T17 with a check that came twice).',
              headline: 'what is published stays',
              but: { mayLose: true },
              expect: { 'what is published stays': violated(4) },
              counts: { distinct: 4, generated: 6, depth: 4 },
            },
          ],
        },
        {
          title: 'publishing that does not look',
          about: 'A listener answers COMMIT for a transaction that still runs, or rolled back.',
          headline: 'no message of a transaction that is not committed',
          but: { mayPublishUncommitted: true },
          expect: {
            'no message of a transaction that is not committed': violated(2),
            'a message is published': reachable(2),
          },
          counts: { distinct: 4, generated: 5, depth: 3 },
        },
      ],
    },
  ],
)
