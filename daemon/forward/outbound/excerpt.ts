import { stripVTControlCharacters } from 'node:util'

const MAX_CHARACTERS = 256

/** Control, format, surrogate, private and unassigned characters, and all that breaks a line. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\s]+/gu

/**
 * What a receiver or a socket said, fit for a log and a screen: one line of at most
 * 256 characters without control characters, and without the secrets, which a
 * receiver may repeat.
 */
export function excerpt(text: string, secrets: readonly string[]): string {
  let clean = stripVTControlCharacters(text).replace(UNSEEN, ' ').trim()
  // The longest first: one may be a part of another.
  for (const secret of secrets.flatMap(spellings).sort((a, b) => b.length - a.length))
    clean = clean.replaceAll(secret, '[secret]')
  return clean.length <= MAX_CHARACTERS ? clean : `${clean.slice(0, MAX_CHARACTERS - 1).replace(/\p{Cs}$/u, '')}…`
}

/** As it is, and as JSON and a URL spell it. */
function spellings(secret: string): readonly string[] {
  if (secret === '') return []
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())])]
}
