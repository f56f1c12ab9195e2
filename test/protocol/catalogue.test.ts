import { expect, test } from 'vitest'
import { ACTIONS, AREAS, aliasesOf, catalogued } from '#protocol/catalogue.js'

test.each([
  ['Destination Filter Disabled', 'Destination Filters', 'change'],
  ['destination filters disabled', 'Destination Filters', 'change'],
  ['Destination Disabled', 'Destinations', 'change'],
  ['Warehouses Created', 'Warehouses', 'change'],
  ['Personas Warehouse Source Created', 'Engage Warehouse Sources', 'change'],
  ['Users Invited', 'Users', 'change'],
  ['Audience Run Failed', 'Audiences', 'failure'],
  ['Permission Check', 'Users', 'access'],
  ['New Event Blocked', 'Sources', 'system'],
])('%s belongs to %s and is a %s', (action, area, kind) => {
  expect(catalogued(action)).toMatchObject({ area, kind })
})

test('an action nobody knows is as good, and has no area', () => {
  expect(catalogued('Coffee Brewed')).toBeUndefined()
  expect(aliasesOf('Coffee Brewed')).toEqual([])
  expect(catalogued('constructor')).toBeUndefined()
})

test('every spelling of an action knows the others', () => {
  expect(aliasesOf('Integration Disabled')).toEqual(['Destination Disabled', 'Integrations Disabled'])
  expect(aliasesOf('Destination Disabled')).toEqual(['Integration Disabled', 'Integrations Disabled'])
  expect(aliasesOf('Warehouses Renamed')).toEqual(['Warehouse Renamed'])
  expect(aliasesOf('warehouse renamed')).toEqual(['Warehouses renamed'])
  for (const { action, aliases } of ACTIONS) {
    for (const alias of aliases)
      expect(aliasesOf(alias)).toEqual(
        expect.arrayContaining(alias.toLowerCase() === action.toLowerCase() ? [] : [action]),
      )
  }
})

test('no action stands in the catalogue twice', () => {
  const names = ACTIONS.flatMap(({ action, aliases }) => [
    ...new Set([action, ...aliases].map((name) => name.toLowerCase())),
  ])
  expect(names.length).toBe(new Set(names).size)
  expect(ACTIONS.every(({ action }) => action === action.trim() && action !== '')).toBe(true)
})

test("the product's areas come first", () => {
  expect(AREAS.slice(0, 18)).toEqual([
    ...['Sources', 'Functions', 'Warehouses', 'Destinations', 'Storage', 'Consent Management', 'Tracking Plans'],
    ...['Destination Filters', 'Transformations', 'Audiences', 'Computed Traits', 'Engage Warehouse Sources'],
    ...['Profiles Sync', 'Spaces', 'Users', 'Journeys', 'Broadcasts', 'Workspace'],
  ])
  expect(AREAS).toContain('Audit Trail')
})
