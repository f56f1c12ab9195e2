import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import {
  batch,
  delivered,
  file,
  folder,
  never,
  open,
  path,
  root,
  seqsIn,
  settingsOf,
  useFolder,
} from './file-destination.js'

useFolder()

describe('a file is written only within its folders', () => {
  const refused = (more: Partial<DestinationSettings>) => file.mistake(settingsOf(more), [], [folder])
  const urlOf = (...parts: string[]) => pathToFileURL(join(...parts)).href

  test('whatever its url says', () => {
    mkdirSync(join(root, 'allowed-not'))
    for (const url of [
      urlOf(root, 'x'),
      urlOf(root, 'allowed-not', 'x'),
      `${urlOf(folder)}/../x`,
      `${urlOf(folder)}/%2e%2e/x`,
      `${urlOf(folder)}/..%2fx`,
      `${urlOf(folder)}/x%00`,
      `${urlOf(folder)}/`,
      urlOf(folder),
      urlOf(folder, 'absent', 'x'),
      `file://other.example${folder}/x`,
      `${urlOf(folder)}/x?y`,
      'file:',
      'https://x.example/x',
      '/etc/passwd',
    ])
      expect(refused({ url }), url).toMatchObject({ field: 'url' })
    expect(refused({})).toBeUndefined()
    expect(file.mistake(settingsOf(), [], [])).toMatchObject({ field: 'url' })
    expect(file.mistake(settingsOf(), ['s'], [folder])).toMatchObject({ field: 'secret' })
  })

  test('not by way of a link in the path, also one made later', async () => {
    const outside = join(root, 'outside')
    mkdirSync(outside)
    symlinkSync(outside, join(folder, 'link'))
    expect(refused({ url: urlOf(folder, 'link', 'x') })).toMatchObject({ field: 'url' })
    mkdirSync(join(folder, 'sub'))
    const url = urlOf(folder, 'sub', 'x')
    expect(refused({ url })).toBeUndefined()
    rmSync(join(folder, 'sub'), { recursive: true })
    symlinkSync(outside, join(folder, 'sub'))
    expect(await open({ url }).send(batch(1), never)).toMatchObject({ result: 'retry', code: 'FOLDER_REFUSED' })
    expect(readdirSync(outside)).toEqual([])
  })

  test('not by way of a link in place of the file or of a full one', async () => {
    const outside = join(root, 'outside')
    writeFileSync(outside, '')
    symlinkSync(outside, path)
    expect(await open().send(batch(1), never)).toMatchObject({ result: 'retry', code: 'ELOOP' })
    unlinkSync(path)
    writeFileSync(path, '{}\n')
    symlinkSync(outside, `${path}.1`)
    expect(await open({ rotateBytes: 10, keepFiles: 1 }).send(batch(1), never)).toEqual(delivered)
    expect(readFileSync(outside, 'utf8')).toBe('')
  })

  test('a folder that itself is reached by a link is one all the same', async () => {
    symlinkSync(folder, join(root, 'alias'))
    const url = urlOf(root, 'alias', 'here.ndjson')
    expect(refused({ url })).toBeUndefined()
    expect(await open({ url }).send(batch(1), never)).toEqual(delivered)
    expect(seqsIn()).toEqual([1])
  })
})
