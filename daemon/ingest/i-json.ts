/** What keeps a value out of the trail, and where: `path` holds keys and array positions from the outside in. */
export interface Flaw {
  readonly reason: 'invalid' | 'too-large'
  readonly message: string
  readonly path: readonly string[]
}

export interface JsonLimits {
  /** UTF-8 bytes of the value's JSON. */
  readonly maxBytes: number
  /** The value itself is level 1. */
  readonly maxDepth: number
}

/**
 * Finds the first thing in a parsed JSON value that I-JSON (RFC 7493) or our limits
 * exclude: a number beyond IEEE doubles, text that is not Unicode, the key
 * `__proto__` (which turns into a prototype in careless readers), too many levels,
 * too many bytes.
 */
export function findFlaw(value: unknown, { maxBytes, maxDepth }: JsonLimits): Flaw | undefined {
  const walk = new Walk(maxDepth)
  const flaw = walk.visit(value, 1)
  if (flaw !== undefined) return { reason: 'invalid', message: flaw.message, path: flaw.path.reverse() }
  // Most values are far below the limit even if every character took its longest form; only others are measured.
  if (walk.bytesAtMost <= maxBytes) return undefined
  const bytes = Buffer.byteLength(JSON.stringify(value))
  if (bytes <= maxBytes) return undefined
  return { reason: 'too-large', message: `has ${bytes} bytes of JSON; the limit is ${maxBytes}`, path: [] }
}

/** `path` is collected from the inside out. */
type Found = { readonly message: string; readonly path: string[] } | undefined

class Walk {
  bytesAtMost = 0

  constructor(private readonly maxDepth: number) {}

  visit(value: unknown, depth: number): Found {
    switch (typeof value) {
      case 'string':
        return this.text(value)
      case 'number':
        this.bytesAtMost += 26
        return Number.isFinite(value) ? undefined : flaw('is a number beyond what a double can hold')
      case 'object':
        break
      default:
        this.bytesAtMost += 8
        return undefined
    }
    this.bytesAtMost += 5
    if (value === null) return undefined
    if (depth > this.maxDepth) return flaw(`lies deeper than ${this.maxDepth} levels`)
    return Array.isArray(value) ? this.list(value, depth) : this.record(value as Record<string, unknown>, depth)
  }

  private list(items: readonly unknown[], depth: number): Found {
    for (let i = 0; i < items.length; i++) {
      const found = this.visit(items[i], depth + 1)
      if (found !== undefined) return under(String(i), found)
    }
    return undefined
  }

  private record(record: Record<string, unknown>, depth: number): Found {
    for (const key of Object.keys(record)) {
      if (key === '__proto__') return under(key, flaw('is a key that is not allowed'))
      const found = this.text(key) ?? this.visit(record[key], depth + 1)
      if (found !== undefined) return under(key, found)
    }
    return undefined
  }

  private text(text: string): Found {
    // A control character takes six bytes of JSON ("\u0000"), and two quotes and a separator surround the text.
    this.bytesAtMost += 6 * text.length + 3
    return text.isWellFormed() ? undefined : flaw('holds a lone surrogate, which is not Unicode text')
  }
}

const flaw = (message: string) => ({ message, path: [] as string[] })

function under(key: string, found: { message: string; path: string[] }) {
  found.path.push(key)
  return found
}
