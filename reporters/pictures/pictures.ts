/** Which pictures there are of a suite, and what each shows. */
import type { SuitePictures } from '../../runs/pictures/pictures.ts'
import { messageFlowDot } from './message-flow-dot.ts'
import { stateMachineDot } from './state-machine-dot.ts'

export interface PicturesToWrite {
  /** `name`: the suite, and what the picture shows. */
  readonly pictures: readonly { readonly name: readonly string[]; readonly dot: string }[]
  /** Places that were asked for and are no phases. */
  readonly unknown: readonly string[]
}

/** `phases`: the places that are drawn; all of them where it is empty. */
export function picturesToWrite(drawn: SuitePictures, phases: readonly string[]): PicturesToWrite {
  const { suite, machines, flow } = drawn
  const chosen = phases.length === 0 ? machines : machines.filter(({ place }) => phases.includes(place))
  return {
    pictures: [
      ...chosen.map((machine) => ({ name: [suite, 'phase', machine.place], dot: stateMachineDot(machine, suite) })),
      ...(flow.length === 0 ? [] : [{ name: [suite, 'messages'], dot: messageFlowDot(flow, suite) }]),
    ],
    unknown: phases.filter((phase) => machines.every(({ place }) => place !== phase)),
  }
}
