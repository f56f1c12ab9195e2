interface Key {
  readonly meaning: string
  readonly example: string
}

/** Every key a term can begin with, for the parser, the help and the README alike. */
export const KNOWN_KEYS = {
  actor: { meaning: "the actor's id, name or email", example: 'actor:alice@example.com' },
  'actor.type': { meaning: 'user, token or system', example: 'actor.type:token' },
  action: { meaning: 'what was done; other spellings of the same action match too', example: 'action:"Source *"' },
  area: { meaning: 'the product area', example: '-area:Users' },
  resource: { meaning: "the resource's id or name", example: 'resource:orders-*' },
  'resource.type': { meaning: 'the kind of resource', example: 'resource.type:source,warehouse' },
  outcome: { meaning: 'success or failure', example: 'outcome:failure' },
  workspace: { meaning: 'the workspace', example: 'workspace:production' },
  id: { meaning: "the event's id, in exactly this case", example: 'id:01938c5e-*' },
  ip: { meaning: 'the address the actor came from', example: 'ip:10.0.*' },
  has: { meaning: 'has:changes: what it was before or after is recorded', example: 'has:changes' },
  'details.<path>': {
    meaning: 'a value in details, through any array; other values than text as JSON',
    example: 'details.source.id:k2',
  },
  seq: { meaning: 'a position or a range of them', example: 'seq:100..200' },
  since: { meaning: 'at or after a time', example: 'since:2h' },
  until: { meaning: 'before a time', example: 'until:2026-11-20' },
} as const satisfies Record<string, Key>

export type KnownKey = keyof typeof KNOWN_KEYS

const NAMES = Object.keys(KNOWN_KEYS)

/** Whether a term may begin with this key; of `details.<path>` any path. */
export function isKnownKey(name: string): boolean {
  return name.startsWith('details.') || (name !== 'details.<path>' && NAMES.includes(name))
}

/** The known key a cut off or mistyped one was probably meant to be. */
export function nearestKey(name: string): string | undefined {
  const wanted = name.toLowerCase()
  const longer = NAMES.find((known) => wanted.length >= 3 && known.startsWith(wanted))
  if (longer !== undefined) return longer
  const [nearest, distance] = NAMES.map((known) => [known, editDistance(wanted, known)] as const).reduce((a, b) =>
    b[1] < a[1] ? b : a,
  )
  return distance <= (nearest.length > 4 ? 2 : 1) ? nearest : undefined
}

/** How many characters must be put in, left out, changed or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  // A key longer than any known one by this much is near to none; its cost is bounded.
  if (Math.abs(a.length - b.length) > 2) return Infinity
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array<number>(b.length).fill(0)])
  rows[0] = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      rows[i]![j] = Math.min(
        change,
        rows[i - 1]![j]! + 1,
        rows[i]![j - 1]! + 1,
        swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
      )
    }
  }
  return rows[a.length]![b.length]!
}
