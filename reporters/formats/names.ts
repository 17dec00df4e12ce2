/** Names of the formats of reports: all that the arguments of a command need to know of them. */
export const reportFormats = ['text', 'json', 'junit', 'sarif', 'github', 'markdown'] as const

export type ReportFormat = (typeof reportFormats)[number]
