/** Replication and what the environment may do to it, each fault against its budget. */
import { at, atAll } from '../../language/index.ts'
import { afterDiskLoss, afterPowerCut, powerCutSurvivors } from '../../parts/disk.ts'
import { diskLostSentence, powerLossSentence } from '../parts/broker-node.ts'
import type { SendStatus } from '../parts/send.ts'
import type { ReplicationConfiguration } from './configuration.ts'
import { type Broker, brokersOf, messagesOf, protocol } from './protocol.ts'
import { role } from './words.ts'

export function faultyProtocol(config: ReplicationConfiguration) {
  const brokers = brokersOf(config)
  const messages = messagesOf(config)
  const [first, ...others] = brokers as readonly [Broker, ...Broker[]]

  /** What any end of the master's process takes: connections, what it knows of its slaves, sends that wait. */
  const goneWithTheMaster = ({ sends }: { readonly sends: Readonly<Record<string, SendStatus>> }) => ({
    connection: atAll(brokers, null),
    halfOpen: atAll(brokers, null),
    push2SlaveMaxOffset: 0,
    sends: atAll(
      messages.filter((message) => sends[message] === 'waiting'),
      'failed' as const,
    ),
  })
  /** What an end of the machine takes besides. A slave that does not close its connection leaves it half open. */
  const goneWithTheMachine = (
    s: Connections & { readonly master: Broker; readonly sends: Readonly<Record<string, SendStatus>> },
    broker: Broker,
  ) => (broker === s.master ? goneWithTheMaster(s) : leftHalfOpen(s, broker))

  return protocol(config)
    .action(
      'process crash',
      'A broker process dies, its machine lives: what is written stays, connections close, heap is gone (0.3, b.2).',
    )
    .over('broker', brokers)
    .fault({ spends: 'faults.processCrash' })
    .by(({ broker }) => broker)
    .says((before, { broker }) => `the process of ${role(before.master, broker)} crashes`)
    .when((s, { broker }) => s.status[broker] === 'running')
    .changes((s, { broker }) => ({
      status: at(broker, 'down'),
      ...(broker === s.master ? goneWithTheMaster(s) : { connection: at(broker, null) }),
    }))

    .action(
      'power cut at the master',
      'The machine that was the first master loses power, whatever its role is now: what was not fsynced may be gone (0.3, b.2).',
    )
    .over('kept', (s) => powerCutSurvivors(s.log[first]))
    .fault({ spends: 'faults.masterPowerCut' })
    .by('disk')
    .says((before, _args, after) => powerLossSentence(role(before.master, first), before.log[first], after.log[first]))
    .when((s) => s.status[first] === 'running')
    .changes((s, { kept }) => ({
      status: at(first, 'down'),
      log: at(first, afterPowerCut(s.log[first], kept)),
      ...(kept === 0 ? { minOffset: at(first, 0) } : {}),
      ...goneWithTheMachine(s, first),
    }))

    .action(
      'power cut at a slave',
      'The machine of another broker loses power. What it reported was only in its page cache; its master does not notice (0.3, c.1).',
    )
    .over('broker', others)
    .over('kept', (s, { broker }) => powerCutSurvivors(s.log[broker]))
    .fault({ spends: 'faults.slavePowerCut' })
    .by('disk')
    .says((before, { broker }, after) =>
      powerLossSentence(role(before.master, broker), before.log[broker], after.log[broker]),
    )
    .when((s, { broker }) => s.status[broker] === 'running')
    .changes((s, { broker, kept }) => ({
      status: at(broker, 'down'),
      log: at(broker, afterPowerCut(s.log[broker], kept)),
      ...(kept === 0 ? { minOffset: at(broker, 0) } : {}),
      ...goneWithTheMachine(s, broker),
    }))

    .action(
      'disk loss at the master',
      'The machine that was the first master loses its disk, and gets an empty one (0.3).',
    )
    .fault({ spends: 'faults.masterDiskLoss' })
    .by('disk')
    .says((before) => diskLostSentence(role(before.master, first), before.log[first]))
    .when((s) => s.status[first] === 'running')
    .changes((s) => ({
      status: at(first, 'replaced'),
      log: at(first, afterDiskLoss(s.log[first])),
      minOffset: at(first, 0),
      ...goneWithTheMachine(s, first),
    }))

    .action('disk loss at a slave', 'The machine of another broker loses its disk, and gets an empty one (0.3).')
    .over('broker', others)
    .fault({ spends: 'faults.slaveDiskLoss' })
    .by('disk')
    .says((before, { broker }) => diskLostSentence(role(before.master, broker), before.log[broker]))
    .when((s, { broker }) => s.status[broker] === 'running')
    .changes((s, { broker }) => ({
      status: at(broker, 'replaced'),
      log: at(broker, afterDiskLoss(s.log[broker])),
      minOffset: at(broker, 0),
      ...goneWithTheMachine(s, broker),
    }))

    .action(
      'connection breaks',
      'An HA connection breaks, and the master does not notice: the slave makes a new one, and the old one stays in the list of ' +
        'connections until haHousekeepingInterval is over (c.1).',
    )
    .over('slave', brokers)
    .given('connection', (s, { slave }) => s.connection[slave])
    .fault({ spends: 'faults.reconnect' })
    .by('network')
    .says((_before, { slave }) => `the HA connection of slave ${slave} breaks; the master does not notice`)
    .changes((s, { slave }) => leftHalfOpen(s, slave))
}

interface Connections {
  readonly connection: Readonly<Record<string, { readonly ack: number } | null>>
  readonly halfOpen: Readonly<Record<string, number | null>>
}

/** The master still counts what was reported over a connection of which only it has an end. */
function leftHalfOpen({ connection, halfOpen }: Connections, slave: Broker) {
  const acks = [connection[slave]?.ack, halfOpen[slave]].filter((ack) => typeof ack === 'number')
  return {
    connection: at(slave, null),
    halfOpen: at(slave, acks.length === 0 ? null : Math.max(...acks)),
  }
}
