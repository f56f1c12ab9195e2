const COMPARED: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
}

/** What stands between the versions in `semver('1.2', '>=', version)`. */
export const SEMVER_OPERATORS = Object.keys(COMPARED)

/** Whether two versions of one to three numbers stand in that order; absent numbers are 0. False where either is no version. */
export function semverHolds(version: string, operator: string, other: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(other)]
  const holds = Object.hasOwn(COMPARED, operator) ? COMPARED[operator] : undefined
  if (a === undefined || b === undefined || holds === undefined) return false
  const order = a.map((number, i) => number - b[i]!).find((difference) => difference !== 0)
  return holds(order ?? 0)
}

function numbersOf(version: string): number[] | undefined {
  const [whole, ...parts] = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(version) ?? []
  return whole === undefined ? undefined : parts.map((part) => Number(part ?? 0))
}
