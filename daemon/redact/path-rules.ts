/**
 * Where in an event a walk is, as far as rules by path care: which of them may still
 * match further down. `rule` is the first one whose path ends here.
 */
export interface PathState {
  readonly rule: number | undefined
  /** No rule can match below. */
  readonly isDead: boolean
  under(key: string): PathState
}

type Position = readonly [rule: number, at: number]

/** Steps. Keys are a sender's: what is remembered of them is bounded. */
const MAX_REMEMBERED = 20_000

/**
 * The paths of rules as an automaton whose states are made when they are first
 * reached, so that a key costs one look into a map however many rules there are. Case
 * does not matter.
 */
export function compilePaths(paths: readonly (readonly string[] | undefined)[]): PathState {
  const states = new Map<string, PathState>()
  let [remembered, generation] = [0, 0]

  const stateOf = (positions: readonly Position[]): PathState => {
    const all = closed(positions)
    const name = all.join(' ')
    const known = states.get(name)
    if (known !== undefined) return known
    const ended = all.filter(([rule, at]) => at === paths[rule]!.length).map(([rule]) => rule)
    const next = new Map<string, PathState>()
    let madeIn = generation
    const state: PathState = {
      rule: ended.length === 0 ? undefined : Math.min(...ended),
      isDead: all.every(([rule, at]) => at === paths[rule]!.length),
      under(key) {
        if (madeIn !== generation) next.clear()
        madeIn = generation
        const known = next.get(key)
        if (known !== undefined) return known
        const lower = key.toLowerCase()
        const reached = stateOf(all.flatMap((position) => steps(position, lower)))
        next.set(key, reached)
        if (++remembered > MAX_REMEMBERED) forget()
        return reached
      },
    }
    states.set(name, state)
    return state
  }

  const forget = () => {
    states.clear()
    remembered = 0
    generation++
  }

  /** `**` may also stand for nothing. */
  const closed = (positions: readonly Position[]): Position[] => {
    const found = new Map<string, Position>()
    for (const [rule, from] of positions) {
      let at = from
      found.set(`${rule},${at}`, [rule, at])
      while (paths[rule]![at] === '**') found.set(`${rule},${++at}`, [rule, at])
    }
    return [...found.values()].sort(([a, i], [b, j]) => a - b || i - j)
  }

  const steps = ([rule, at]: Position, key: string): Position[] => {
    const part = paths[rule]![at]
    if (part === '**') return [[rule, at]]
    return part === '*' || part === key ? [[rule, at + 1]] : []
  }

  return stateOf(paths.flatMap((path, rule): Position[] => (path === undefined ? [] : [[rule, 0]])))
}
