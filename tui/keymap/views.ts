import { table } from '../model/binding.js'

/** From view to view. */
export const VIEWS = table()
