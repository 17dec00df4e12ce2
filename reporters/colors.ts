/** Colours as `picocolors` makes them, on or off; a reporter is given them and does not ask the terminal. */
import type pc from 'picocolors'

export type Colors = ReturnType<typeof pc.createColors>
