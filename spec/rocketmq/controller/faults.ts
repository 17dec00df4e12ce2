/** Controller mode and what the environment may do to it, each fault against its budget. */
import { at, atAll, change } from '../../language/index.ts'
import { afterDiskLoss, afterPowerCut, powerCutSurvivors } from '../../parts/disk.ts'
import type { NodeStatus } from '../parts/broker-node.ts'
import type { ControllerConfiguration } from './configuration.ts'
import { type Broker, sidesOf } from './members.ts'
import { brokersOf, messagesOf, noRole, protocol, type Role, type Send } from './protocol.ts'
import { asking, isAcceptable, mayShrink } from './sync-state-set.ts'
import { powerCutSentence, setName } from './words.ts'

export function faultyProtocol(config: ControllerConfiguration) {
  const brokers = brokersOf(config)
  const messages = messagesOf(config)

  /** What the end of a process takes: its role, connections, sends that wait, group offsets that no file has. */
  const goneWithTheProcess = (
    s: { readonly broker: Readonly<Record<Broker, Role>>; readonly sends: Readonly<Record<string, Send>> },
    broker: Broker,
    status: NodeStatus,
  ) => ({
    broker: at(broker, {
      status,
      role: 'unregistered' as const,
      epoch: 0,
      ...noRole,
    }),
    ack: at(broker, atAll(brokers, null)),
    nextQueueOffset: at(broker, 0),
    sends: atAll(
      messages.filter((message) => s.sends[message] === `waiting at ${broker}`),
      'failed' as const,
    ),
  })

  return protocol(config)
    .action(
      'process crash',
      'A broker process dies, its machine lives: what is written stays, heap and connections are gone (0.3, b.2).',
    )
    .over('broker', brokers)
    .fault({ spends: 'faults.processCrash' })
    .by(({ broker }) => broker)
    .says((before, { broker }) => `the process of ${before.broker[broker].role} ${broker} crashes`)
    .when((s, { broker }) => s.broker[broker].status === 'running')
    .changes((s, { broker }) => goneWithTheProcess(s, broker, 'down'))

    .action(
      'power cut at a master',
      'The machine of a broker that acts as master, or has not registered yet, loses power: what was not fsynced may be gone (0.3, b.2).',
    )
    .over('broker', brokers)
    .over('kept', (s, { broker }) => powerCutSurvivors(s.log[broker]))
    .fault({ spends: 'faults.masterPowerCut' })
    .by('disk')
    .says((before, { broker, kept }) => powerCutSentence(before.broker[broker].role, broker, before.log[broker], kept))
    .when((s, { broker }) => s.broker[broker].status === 'running' && s.broker[broker].role !== 'slave')
    .changes((s, { broker, kept }) => ({
      ...goneWithTheProcess(s, broker, 'down'),
      log: at(broker, afterPowerCut(s.log[broker], kept)),
    }))

    .action(
      'power cut at a slave',
      'The machine of a slave loses power. What it reported was only in its page cache (0.3, c.3).',
    )
    .over('broker', brokers)
    .over('kept', (s, { broker }) => powerCutSurvivors(s.log[broker]))
    .fault({ spends: 'faults.slavePowerCut' })
    .by('disk')
    .says((before, { broker, kept }) => powerCutSentence(before.broker[broker].role, broker, before.log[broker], kept))
    .when((s, { broker }) => s.broker[broker].status === 'running' && s.broker[broker].role === 'slave')
    .changes((s, { broker, kept }) => ({
      ...goneWithTheProcess(s, broker, 'down'),
      log: at(broker, afterPowerCut(s.log[broker], kept)),
    }))

    .action(
      'disk loss',
      'A broker loses its disk, and with it its id: it does not come back as the replica that it was (0.3).',
    )
    .over('broker', brokers)
    .fault({ spends: 'faults.diskLoss' })
    .by('disk')
    .says((before, { broker }) => `${before.broker[broker].role} ${broker} loses its disk`)
    .when((s, { broker }) => s.broker[broker].status === 'running')
    .changes((s, { broker }) => ({
      ...goneWithTheProcess(s, broker, 'replaced'),
      log: at(broker, afterDiskLoss(s.log[broker])),
      epochFile: at(broker, []),
      confirmOffset: at(broker, 0),
    }))

    .action(
      'partition',
      'The network parts: some brokers reach neither the controller nor the others. Producers and consumers reach all (0.3, rmq#7017).',
    )
    .over('far', sidesOf(brokers))
    .fault({ spends: 'faults.partition' })
    .by('network')
    .says((_before, { far }) => `the network parts: ${setName(far)} without the controller`)
    .when((s) => brokers.every((broker) => !s.isFar[broker]))
    .changes((_s, { far }) => ({ isFar: atAll(far, true) }))

    .action(
      'slave is slow',
      'A member has not caught up for haMaxTimeSlaveNotCatchup (15 s), and is to leave the SyncStateSet ' +
        '(S/ha/autoswitch/AutoSwitchHAService#maybeShrinkSyncStateSet).',
    )
    .over('master', brokers)
    .over('slave', brokers)
    .fault({ spends: 'faults.slowSlave' })
    .by(({ master }) => master)
    .says(
      (_before, { master, slave }, after) =>
        `${slave} has not caught up for 15 s; master ${master} asks the controller for SyncStateSet ${setName(after.broker[master].remoteSyncStateSet ?? [])}`,
    )
    .when((s, { master, slave }) => {
      const ack = s.ack[master][slave]
      return slave !== master && mayShrink(s.broker[master], slave) && ack !== null && ack < s.log[master].written
    })
    .changes((s, { master, slave }) => asking(s, master, slave, 'shrink'))

    .action(
      'answer is lost',
      'The controller accepts a change of the SyncStateSet, and its answer does not reach the master (rmq#5663).',
    )
    .over('master', brokers)
    .given('asked', (s, { master }) => s.broker[master].remoteSyncStateSet)
    .fault({ spends: 'faults.lostReply' })
    .by('controller')
    .says(
      (_before, { master, asked }) =>
        `the controller makes the SyncStateSet ${setName(asked)}, but its answer to master ${master} is lost`,
    )
    .when((s, { master, asked }) => isAcceptable(s, master, asked))
    .changes((s, { asked }) => ({
      controller: change(s.controller, { syncStateSet: asked, syncStateSetEpoch: s.controller.syncStateSetEpoch + 1 }),
    }))

    .action(
      'controller crash',
      'The leader of the controllers dies: nobody notices dead brokers, changes the set or elects.',
    )
    .fault({ spends: 'faults.controllerCrash' })
    .by('controller')
    .says(() => 'the leader of the controllers crashes')
    .when((s) => s.controller.isUp)
    .changes((s) => ({ controller: change(s.controller, { isUp: false }) }))
}
