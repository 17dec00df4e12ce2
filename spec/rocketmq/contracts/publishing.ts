/** The contract of publishing: what a message has to do with the local transaction that it tells of. */
import { specify } from '../../language/index.ts'

/** What may happen besides. Each is a promise that is not given. */
export interface PublishingContract {
  /** A committed transaction may stay without its message for ever (P6). */
  readonly mayForget: boolean
  /** A message that was published may be gone (P1). */
  readonly mayLose: boolean
  /** A transaction may get several messages (P6a). */
  readonly mayRepeat: boolean
  /** A transaction that is not committed may get one (P6, P6b). */
  readonly mayPublishUncommitted: boolean
}

/** Gives every promise. */
export const strictPublishing: PublishingContract = {
  mayForget: false,
  mayLose: false,
  mayRepeat: false,
  mayPublishUncommitted: false,
}

export interface PublishingState {
  readonly isCommitted: boolean
  /** Messages that consumers can read: none, one, or several. */
  readonly published: Published
}

type Published = 0 | 1 | 2

/** The state of the contract: whether the transaction has its row, and how many final messages are in the log. */
export function publishingState(isCommitted: boolean, finals: number): PublishingState {
  return { isCommitted, published: finals === 0 ? 0 : finals === 1 ? 1 : 2 }
}

export function publishingContract(config: PublishingContract) {
  const { mayForget, mayLose, mayRepeat, mayPublishUncommitted } = config
  const contract = specify('publishing contract', { isCommitted: false, published: 0 as Published })
    .about(`
      What publishing achieves, without saying how: a local transaction commits or never does, and one that does gets one
      message sooner or later. Several messages count as two. The promise set is the configuration.
      Source: rocketmq.md sections 0.4 (P6, P6a, P6b) and a.6.
    `)

    .action('commit', 'The local transaction commits. That it never may is a behaviour as well.')
    .by('producer')
    .says(() => 'the local transaction commits')
    .when((s) => !s.isCommitted)
    .changes(() => ({ isCommitted: true }))

    .action('publish')
    .by('queue')
    .says(() => 'its message is published')
    .when((s) => (s.isCommitted || mayPublishUncommitted) && s.published === 0)
    .changes(() => ({ published: 1 }))

    .action('publish again', 'Nothing has to come of it.')
    .by('queue')
    .says(() => 'its message is published once more')
    .when((s) => mayRepeat && s.published === 1)
    .changes(() => ({ published: 2 }))

    .action('lose', 'A published message is gone.')
    .by('queue')
    .says(() => 'a published message is gone')
    .when((s) => mayLose && s.published > 0)
    .changes((s) => ({ published: s.published === 2 ? 1 : 0 }))

    .always('no message of a transaction that is not committed', (s) => s.isCommitted || s.published === 0)
    .always('one message per transaction', (s) => s.published < 2)
    .alwaysStep('what is published stays', (before, _step, after) => after.published >= before.published)
    .leadsTo(
      'a committed transaction gets its message',
      (s) => s.isCommitted,
      (s) => s.published > 0,
    )
    .deadlockFree((s) => s.isCommitted)
    .reachable('a message is published', (s) => s.published > 0)
  return mayForget ? contract : contract.fair('weak', 'publish')
}
