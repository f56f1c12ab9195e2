/**
 * Of each value of a term the text to look for, where one stretch of it can stand
 * nowhere but in text that is stored as it is: in ASCII, and not a piece of what is
 * text only when asked, as numbers, times and UUIDs. Empty where a value has none.
 */
export function needlesIn(values: readonly (readonly string[])[] = []): readonly string[] {
  const needles = values.map((runs) =>
    runs
      .flatMap((run) => run.split(/[^ -~]+/))
      .filter((stretch) => !NOT_STORED.some((pattern) => pattern.test(stretch)))
      .reduce((longest, stretch) => (stretch.length > longest.length ? stretch : longest), ''),
  )
  return needles.includes('') ? [] : needles
}

/** Pieces of a UUID, a number, a time, and of the other words of JSON; nothing, too. */
const NOT_STORED = [/^[0-9a-f-]*$/, /^[0-9e+.-]*$/, /^[0-9tz:.-]*$/, /^(t?r?u?e?|f?a?l?s?e?|n?u?l?l?)$/]
