/** The contract's, apart from its schemas, which a page does not load. */
export const PIN_LENGTH = { least: 6, most: 12 } as const;
