/** The one topic with one queue, and the groups that read it. */
export const topic = 'T'
export const group = 'consumers'
/** Reads all of the queue, and commits nothing. */
export const onlooker = 'onlooker'
