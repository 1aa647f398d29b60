/** A field of what was fetched. */
export const fieldIn = (state: any, field: string | undefined): unknown =>
  field && Object(state) === state ? (state[field] ?? undefined) : undefined;

/** The cursor of a whole state: itself, or its field. Anything else is none. */
export function cursorIn(state: unknown, field: string): any {
  const cursor = fieldIn(state, field) ?? state;
  return ['string', 'number', 'bigint'].includes(typeof cursor) ? cursor : undefined;
}
