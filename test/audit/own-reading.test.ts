import { expect, test } from 'vitest'
import { isOwnReading } from '#daemon/audit/own-reading.js'
import { personsIn } from '#daemon/audit/person.js'
import { parseFilter } from '#protocol/filter/parse.js'

test.each([
  ['area:"Audit Trail"', true],
  ['area:"audit trail" since:1h -actor:ada', true],
  ['area:"Audit Trail","AUDIT TRAIL"', true],
  ['', false],
  ['area:Audit*', false],
  ['area:"Audit Trail*"', false],
  ['area:"Audit Trail",Users', false],
  ['-area:"Audit Trail"', false],
  ['"Audit Trail"', false],
  ['action:"Audit Trail Viewed"', false],
  ['area:"Audit Forwarding"', false],
])('%s asks for nothing but what the trail records of itself: %s', (filter, expected) => {
  expect(isOwnReading(parseFilter(filter))).toBe(expected)
})

test.each([
  ['actor:ada,bob since:1h', ['ada', 'bob']],
  ['actor:ada*', []],
  ['-actor:ada', []],
  ['resource:cat-1', []],
  ['resource.type:user resource:cat actor:ada', ['cat', 'ada']],
])('%s names the people %j', (filter, expected) => {
  expect(personsIn(parseFilter(filter))).toEqual(expected)
})
