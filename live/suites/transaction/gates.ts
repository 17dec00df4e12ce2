/** Where the threads of a broker stand that would do something about transactions by themselves. */
import type { Version } from '../../classpath/versions.ts'
import { Debugger } from '../../faults/debugger/debugger.ts'
import type { Gate } from '../../faults/debugger/gate.ts'
import { hasOpBatches } from './by-version.ts'

const queue = 'org.apache.rocketmq.broker.transaction.queue'
const service = `${queue}.TransactionalMessageServiceImpl`

export interface Gates {
  readonly debug: Debugger
  /** `#onWaitEnd`: before a check round, which reads its settings then. */
  readonly rounds: Gate
  /** `#getHalfMsg`: where a round looks for a copy. */
  readonly looks: Gate
  /** `#putBackHalfMsgQueue` and `#resolveDiscardMsg`: a round that has decided on a copy, and has not done it. They are open. */
  readonly renewals: Gate
  readonly discards: Gate
  /** `#deletePrepareMessage`: a request thread whose final message counts as stored, before it marks the half. */
  readonly marks: Gate
  /** `CommitLog$GroupCommitRequest#future`: a request thread whose final message is in the log, and that is about to wait for its fsync. */
  readonly waits: Gate
  /** `#batchSendOpMessage`; null before 5.1.0. */
  readonly batches: Gate | null
  /** `MappedFileQueue#flush`. It is open. */
  readonly flusher: Gate
}

/** `isRoundSoon`: the first round is waited for. Without that none may be under way. */
export async function closedGates(
  debugPort: number,
  { version, isRoundSoon }: { readonly version: Version; readonly isRoundSoon: boolean },
): Promise<Gates> {
  const debug = await Debugger.attach(debugPort)
  const closed = async (className: string, method: string, only?: RegExp): Promise<Gate> => {
    const gate = await debug.gate(className, method)
    await gate.close(only)
    return gate
  }
  const rounds = await closed('org.apache.rocketmq.broker.transaction.TransactionalMessageCheckService', 'onWaitEnd')
  // Loaded with the first message that somebody waits for.
  const waits = await debug.gateOnceLoaded('org.apache.rocketmq.store.CommitLog$GroupCommitRequest', 'future')
  await waits.close(/EndTransaction/)
  // A round that is under way must not be caught by the next gate.
  if (isRoundSoon) await rounds.arrival()
  // 10 seconds after its start the broker writes offsets by itself, once.
  await closed('org.apache.rocketmq.common.ConfigManager', 'persist', /Scheduled/)
  return {
    debug,
    rounds,
    looks: await closed(service, 'getHalfMsg'),
    renewals: await debug.gate(service, 'putBackHalfMsgQueue'),
    discards: await debug.gate(`${queue}.DefaultTransactionalMessageCheckListener`, 'resolveDiscardMsg'),
    waits,
    marks: await closed(service, 'deletePrepareMessage'),
    batches: hasOpBatches(version) ? await closed(service, 'batchSendOpMessage') : null,
    flusher: await debug.gate('org.apache.rocketmq.store.MappedFileQueue', 'flush'),
  }
}
