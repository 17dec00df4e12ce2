/** The protocol and what the environment may do to it, each fault against its budget. */
import { at, set } from '../../language/index.ts'
import {
  afterPowerCut,
  afterProcessCrash,
  fileAfterPowerCut,
  fileSurvivors,
  powerCutSurvivors,
} from '../../parts/disk.ts'
import { mayHappen, spend } from '../../parts/faults.ts'
import { closeConnection, lose } from '../../parts/oneway.ts'
import type { OwedRecord } from './broker.ts'
import type { TransactionConfiguration } from './configuration.ts'
import { producers } from './producer.ts'
import { protocol } from './protocol.ts'
import { lostRecords, messageName, owedName } from './words.ts'

export const faultyProtocol = (configuration: TransactionConfiguration) => {
  return protocol(configuration)
    .action(
      'lose oneway message',
      'An end request or a question is lost: network, a busy broker that drops requests after 3 s (a.3), a full check ' +
        'executor at the client, a broker that is a slave by now (T19).',
    )
    .over('message', (s) => s.inFlight)
    .fault()
    .by('network')
    .says((_before, { message }) => `the ${messageName(message)} is lost`)
    .when((s) => mayHappen(s.faults, 'oneWayLoss'))
    .changes((s, { message }) => lose(s, message, 'oneWayLoss'))

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
    .fault()
    .by('broker')
    .says(({ owed }, _args, { halfOffset }) => {
      const loss = owed.length === 0 ? '' : `: ${owed.map(owedName).join(', ')} lost from its memory`
      return `broker process crashes and restarts${loss}; the half offset is ${halfOffset}`
    })
    .when((s) => mayHappen(s.faults, 'processCrash'))
    .changes((s) => ({
      commitLog: afterProcessCrash(s.commitLog),
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
    .fault()
    .by('broker')
    .says((before, { savedOffset }, after) => {
      const log = lostRecords(before.commitLog, after.commitLog)
      return `power cut at broker: ${log}; consumerOffset.json comes back with half offset ${savedOffset}`
    })
    .when((s) => mayHappen(s.faults, 'powerCut'))
    .changes((s, { kept, savedOffset }) => ({
      commitLog: afterPowerCut(s.commitLog, kept),
      owed: set<OwedRecord>(),
      halfOffset: savedOffset,
      offsetFile: fileAfterPowerCut(savedOffset),
      faults: spend(s.faults, 'powerCut'),
    }))
}
