import { type Family, parseExposition } from './exposition.js'
import type { Sender } from './post.js'

/** What `/metrics` said at one moment. */
export interface Scrape {
  readonly families: ReadonlyMap<string, Family>
  /** Of one series; undefined where it is not told. Labels that are not named may be anything. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined
}

export async function scrape(sender: Pick<Sender, 'get'>): Promise<Scrape> {
  const { status, body } = await sender.get('/metrics')
  if (status !== 200) throw new Error(`Cannot scrape: ${status} ${body}`)
  const families = parseExposition(body)
  const samples = [...families.values()].flatMap((family) => family.samples)
  return {
    families,
    value: (name, labels = {}) =>
      samples.find(
        (sample) =>
          sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
      )?.value,
  }
}
