import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach } from 'vitest'
import { DESTINATIONS_BY_NAME } from '#daemon/forward/destinations/by-name.js'
import type { Sender } from '#daemon/forward/destinations/destination.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import { itemsOf } from './items.js'

export const { file } = DESTINATIONS_BY_NAME
export const never: AbortSignal = new AbortController().signal

export let root: string
export let folder: string
export let path: string
const senders: Sender[] = []

/** A new folder for each test of a file, where files may be written, in a root where they may not. */
export function useFolder(): void {
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'audit-trail-file-'))
    folder = join(root, 'allowed')
    path = join(folder, 'here.ndjson')
    mkdirSync(folder)
  })
  afterEach(async () => {
    for (const sender of senders.splice(0)) await sender.close()
    rmSync(root, { recursive: true })
  })
}

export const settingsOf = (more: Partial<DestinationSettings> = {}): DestinationSettings => ({
  name: 'here',
  type: 'file',
  url: pathToFileURL(path).href,
  ...more,
})
export function open(more: Partial<DestinationSettings> = {}): Sender {
  const sender = file.open({ settings: settingsOf(more), secrets: [], folders: [folder], now: Date.now })
  senders.push(sender)
  return sender
}
export const items = itemsOf(file, { name: 'here', type: 'file' }, 300)
/** Events of those seqs, from 1. */
export const batch = (from: number, to = from) => ({ id: `b${from}`, items: items.slice(from - 1, to) })
export const seqsIn = (name = path): number[] =>
  readFileSync(name, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).properties.seq)
export const delivered = { result: 'delivered' }
