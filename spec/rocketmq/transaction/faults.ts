/** The protocol and what the environment may do to it, each fault against its budget. */
import { at, type Bag, set } from '../../language/index.ts'
import { closeConnection, lose, unorderedChannel } from '../../parts/channel.ts'
import {
  afterPowerCut,
  afterProcessCrash,
  fileAfterPowerCut,
  fileSurvivors,
  powerCutSurvivors,
} from '../../parts/disk.ts'
import { mayHappen, spend } from '../../parts/faults.ts'

import { afterRecovery, type FlushWait, type OwedRecord } from './broker.ts'
import type { TransactionConfiguration } from './configuration.ts'
import type { Message } from './messages.ts'
import { producers } from './producer.ts'
import { protocol } from './protocol.ts'
import { brokenConnections, lostRecords, messageName, owedName } from './words.ts'

/**
 * A crash of the broker breaks its connections. A message under way is lost with them, or was still in a client that
 * sends it after the restart.
 */
const fatesOf = (inFlight: Bag<Message>) => (inFlight.length === 0 ? ['kept' as const] : (['kept', 'lost'] as const))
const afterCrash = (inFlight: Bag<Message>, fate: 'kept' | 'lost') =>
  fate === 'kept' ? inFlight : unorderedChannel<Message>()

export const faultyProtocol = (configuration: TransactionConfiguration) => {
  // Left out where it makes no difference, to save states.
  const isRead = (records: number) => (configuration.checkRounds === 'may overtake a decision' ? records : 0)

  return protocol(configuration)
    .action(
      'lose oneway message',
      'An end request or a question is lost: network, a busy broker that drops requests after 3 s (a.3), a full check ' +
        'executor at the client, a broker that is a slave by now (T19).',
    )
    .over('message', (s) => s.inFlight)
    .fault({ spends: 'faults.oneWayLoss' })
    .by('network')
    .says((_before, { message }) => `the ${messageName(message)} is lost`)
    .changes((s, { message }) => ({ inFlight: lose(s.inFlight, message) }))

    .action(
      'producer stops',
      'An instance stops for good. Its open local transaction is rolled back by the database; what it sent is under way; ' +
        'what it was to be asked is not delivered any more.',
    )
    .over('producer', producers)
    .fault()
    .by(({ producer }) => `producer ${producer}`)
    .says((_before, { producer }) => `producer ${producer} stops for good`)
    .when((s, { producer }) => mayHappen(s.faults, 'producerStop') && s.isUp[producer])
    .changes((s, { producer }) => ({
      isUp: at(producer, false),
      inFlight: closeConnection(s.inFlight, (message) => message.type === 'check' && message.to === producer),
      faults: spend(s.faults, 'producerStop'),
    }))

    .action(
      'process crash',
      'The broker process dies and starts again: heap gone, that is, buffered op marks and the half offset since the last ' +
        'write of its file; what is in the page cache stays (0.3, a.2).',
    )
    .over('underWay', (s) => fatesOf(s.inFlight))
    .fault()
    .by('broker')
    .says(({ owed, inFlight }, { underWay }, { halfOffset }) => {
      const loss = owed.length === 0 ? '' : `: ${owed.map(owedName).join(', ')} lost from its memory`
      const connections = brokenConnections(inFlight, underWay)
      return `broker process crashes and restarts${loss}; the half offset is ${halfOffset}${connections}`
    })
    .when((s) => mayHappen(s.faults, 'processCrash'))
    .changes((s, { underWay }) => ({
      inFlight: afterCrash(s.inFlight, underWay),
      commitLog: afterRecovery(afterProcessCrash(s.commitLog), configuration),
      logAtStart: isRead(s.commitLog.records.length),
      flushWaits: set<FlushWait>(),
      owed: set<OwedRecord>(),
      halfOffset: s.offsetFile.value,
      faults: spend(s.faults, 'processCrash'),
    }))

    .action(
      'power cut',
      'The heap is gone, of the commit log an arbitrary part of what was not flushed, and consumerOffset.json, ' +
        'independently, may be the last one written, an older one, or empty, which counts as 0 (0.3, a.2, b.2).',
    )
    .over('kept', (s) => powerCutSurvivors(s.commitLog))
    .over('savedOffset', (s) => fileSurvivors(s.offsetFile, 0))
    .over('underWay', (s) => fatesOf(s.inFlight))
    .fault()
    .by('broker')
    .says((before, { savedOffset, underWay }, after) => {
      const log = lostRecords(before.commitLog, after.commitLog)
      const connections = brokenConnections(before.inFlight, underWay)
      return `power cut at broker: ${log}; consumerOffset.json comes back with half offset ${savedOffset}${connections}`
    })
    .when((s) => mayHappen(s.faults, 'powerCut'))
    .changes((s, { kept, savedOffset, underWay }) => ({
      inFlight: afterCrash(s.inFlight, underWay),
      commitLog: afterRecovery(afterPowerCut(s.commitLog, kept), configuration),
      logAtStart: isRead(kept),
      flushWaits: set<FlushWait>(),
      owed: set<OwedRecord>(),
      halfOffset: savedOffset,
      offsetFile: fileAfterPowerCut(savedOffset),
      faults: spend(s.faults, 'powerCut'),
    }))
}
