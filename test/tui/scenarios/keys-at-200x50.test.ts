import { pressEveryKey } from './every-key.js'

pressEveryKey('200x50')
